import { Maximize2, Minus, Plus, ScanSearch } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { attachGestures } from '#client/features/lineage/gestures.ts'
import type { Marks } from '#client/features/lineage/marks.ts'
import type { Scene } from '#client/features/lineage/scene.ts'
import { openStage, type Stage } from '#client/features/lineage/stage.ts'
import { isArrow, walkFrom } from '#client/features/lineage/walk.ts'
import { Button } from '#client/ui/Button.tsx'
import { useTheme } from '#client/ui/useTheme.ts'

type Props = {
  readonly scene: Scene | undefined
  readonly marks: Marks
  /** The node to be seen, and another object each time that it shall be brought into sight. */
  readonly sought: { readonly id: string } | undefined
  readonly onSelect: (id: string | undefined) => void
  readonly onOpen: (id: string) => void
}

const CLOSER = 1.3

export function LineageCanvas({ scene, marks, sought, onSelect, onOpen }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const stage = useRef<Stage>(undefined)
  const latest = useRef({ onSelect, onOpen })
  const [isReady, setReady] = useState(false)
  const theme = useTheme()
  useEffect(() => {
    latest.current = { onSelect, onOpen }
  }, [onSelect, onOpen])
  useEffect(() => {
    if (!canvas.current) return undefined
    const opened = openStage(canvas.current)
    stage.current = opened
    const detach = attachGestures(canvas.current, opened, {
      pick: (id) => latest.current.onSelect(id),
      open: (id) => latest.current.onOpen(id),
    })
    const sizes = new ResizeObserver(() => opened.resize())
    sizes.observe(canvas.current)
    opened.resize()
    setReady(true)
    return () => {
      sizes.disconnect()
      detach()
      opened.close()
    }
  }, [])
  useEffect(() => stage.current?.readTheme(), [theme])
  const { selected } = marks
  const keep = useRef(selected)
  useEffect(() => {
    keep.current = selected
  }, [selected])
  useEffect(() => {
    if (scene) stage.current?.setScene(scene, keep.current)
  }, [scene, isReady])
  useEffect(() => stage.current?.setMarks(marks), [marks])
  const isThere = sought !== undefined && scene?.byId.has(sought.id) === true
  useEffect(() => {
    if (sought && isThere) stage.current?.bringIn(sought.id)
  }, [sought, isThere])

  const press = (event: KeyboardEvent): void => {
    if (!scene || event.ctrlKey || event.metaKey || event.altKey) return
    const { key } = event
    if (isArrow(key)) {
      const next = walkFrom(scene, selected, key)
      if (next) {
        onSelect(next)
        stage.current?.bringIn(next)
      }
    } else if (key === '1') stage.current?.fit()
    else if (key === '2' && selected) stage.current?.zoomTo(selected)
    else if (key === '+' || key === '=') stage.current?.zoom(CLOSER)
    else if (key === '-') stage.current?.zoom(1 / CLOSER)
    else if (key === 'Enter' && selected) onOpen(selected)
    else return
    event.preventDefault()
  }

  return (
    <div className="lineage-stage">
      <canvas
        ref={canvas}
        tabIndex={0}
        aria-label="Drawing of the lineage. Arrows walk along its edges, Enter opens a node, 1 shows all, 2 goes to the selected node. The list beside it holds the same."
        onKeyDown={press}
      />
      {!scene && <p className="stage-note">Arranging …</p>}
      {scene?.boxes.length === 0 && (
        <p className="stage-note">Nothing to draw yet. Add data, or show more kinds above.</p>
      )}
      <div className="stage-tools">
        <Button
          isSmall
          icon={<Plus size={14} />}
          label="Closer (+)"
          onClick={() => stage.current?.zoom(CLOSER)}
        />
        <Button
          isSmall
          icon={<Minus size={14} />}
          label="Further (−)"
          onClick={() => stage.current?.zoom(1 / CLOSER)}
        />
        <Button
          isSmall
          icon={<Maximize2 size={14} />}
          label="Show all (1)"
          onClick={() => stage.current?.fit()}
        />
        <Button
          isSmall
          icon={<ScanSearch size={14} />}
          label="Go to the selected node (2)"
          disabled={!selected}
          onClick={() => selected && stage.current?.zoomTo(selected)}
        />
      </div>
    </div>
  )
}
