import type { NodeProps } from '@xyflow/react'
import { ChevronsDownUp, Target } from 'lucide-react'
import { memo } from 'react'
import { useCanvas } from '#client/features/canvas/canvasContext.ts'
import { Waiting } from '#client/features/canvas/EntryCard.tsx'
import type { FrameNode } from '#client/features/canvas/flowNodes.ts'
import { useZoomLevel } from '#client/features/canvas/zoomLevel.ts'
import { Button } from '#client/ui/Button.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useText } from '#client/workspace/useDrafts.ts'
import { counted } from '#client/workspace/when.ts'

/** An objective around its steps. Taken by its head; what is between its steps belongs to the canvas. */
export const GroupFrame = memo(function GroupFrame({ data: { face } }: NodeProps<FrameNode>) {
  const { toggle } = useCanvas()
  const level = useZoomLevel()
  const typed = useText(face.draft)
  const text = (face.draft ? typed : face.text) || 'New objective'
  return (
    <div className="canvas-frame">
      <div className="canvas-frame-head">
        <Target size={15} aria-hidden />
        <strong title={text}>
          <Visible text={text.split('\n', 1)[0]?.slice(0, 200) ?? ''} />
        </strong>
        {level === 'near' && (
          <>
            <span className="gap" />
            <Waiting count={face.waiting} />
            <span className="numbers muted">{counted(face.steps, 'step')}</span>
            <Button
              isSmall
              look="quiet"
              className="nodrag"
              icon={<ChevronsDownUp size={14} />}
              label="Fold the group up"
              onClick={() => toggle(face.id)}
            />
          </>
        )}
      </div>
    </div>
  )
})
