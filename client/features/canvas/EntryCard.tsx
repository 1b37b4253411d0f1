/** One node: what it is, its state in a word, and near by the first lines of it. */
import type { NodeProps } from '@xyflow/react'
import { ChevronsUpDown, Eye } from 'lucide-react'
import { memo } from 'react'
import { useCanvas } from '#client/features/canvas/canvasContext.ts'
import { cardWordsOf } from '#client/features/canvas/cardWords.ts'
import type { Face, ObjectiveFace, StepFace } from '#client/features/canvas/faces.ts'
import { ICONS, signOf } from '#client/features/canvas/icons.ts'
import type { EntryNode } from '#client/features/canvas/flowNodes.ts'
import { useZoomLevel } from '#client/features/canvas/zoomLevel.ts'
import { lookOf, StatusBadge } from '#client/features/notebook/StatusBadge.tsx'
import { Button } from '#client/ui/Button.tsx'
import { CodeLine } from '#client/ui/CodeText.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useText } from '#client/workspace/useDrafts.ts'
import { counted } from '#client/workspace/when.ts'
import { LANGUAGE_WORDS } from '#client/workspace/languages.ts'

const CODE_LINES = 3

export const EntryCard = memo(function EntryCard({ data: { face, isCollapsed } }: NodeProps<EntryNode>) {
  switch (face.kind) {
    case 'step':
      return <StepCard face={face} />
    case 'objective':
      return <ObjectiveCard face={face} isCollapsed={isCollapsed} />
    case 'dataset':
    case 'constraint':
    case 'note':
      return <PlainCard face={face} />
  }
})

function StepCard({ face }: { readonly face: StepFace }) {
  const level = useZoomLevel()
  const typed = useText(face.draft)
  const code = face.draft ? typed : face.text
  const { language, output } = face
  const { title, status = face.status } = cardWordsOf(face, typed)
  return (
    <div className={`canvas-card step ${lookOf(status)} ${face.isWaiting ? 'waiting' : ''}`}>
      <Head face={face} title={title}>
        {level !== 'near' && <StatusBadge status={status} isShort />}
      </Head>
      {level === 'near' && (
        <>
          <div className="canvas-sub">
            <code>
              <Visible text={output || 'no name yet'} />
            </code>
            <span>{LANGUAGE_WORDS[language]}</span>
          </div>
          <pre className="canvas-code">
            {code.split('\n', CODE_LINES).map((line, at) => (
              <code key={at}>
                <CodeLine line={line.slice(0, 80)} language={language} />
              </code>
            ))}
          </pre>
          <div className="canvas-foot" title={face.because}>
            <StatusBadge status={status} />
            <span className="numbers muted">{face.result}</span>
          </div>
        </>
      )}
    </div>
  )
}

type ObjectiveProps = { readonly face: ObjectiveFace; readonly isCollapsed: boolean }

function ObjectiveCard({ face, isCollapsed }: ObjectiveProps) {
  const { toggle } = useCanvas()
  const level = useZoomLevel()
  const typed = useText(face.draft)
  const { title: text } = cardWordsOf(face, typed)
  return (
    <div className={`canvas-card objective ${isCollapsed ? 'folded' : ''}`}>
      <Head face={face} title={level === 'near' ? 'Objective' : text}>
        {level !== 'near' && face.worst && <StatusBadge status={face.worst} isShort />}
        {isCollapsed && (
          <Button
            isSmall
            look="quiet"
            className="nodrag"
            icon={<ChevronsUpDown size={14} />}
            label="Open the group"
            onClick={() => toggle(face.id)}
          />
        )}
      </Head>
      {level === 'near' && (
        <>
          <p className="canvas-words">
            <Visible text={text} />
          </p>
          {isCollapsed && (
            <div className="canvas-foot">
              <span className="numbers muted">{counted(face.steps, 'step')}</span>
              <Waiting count={face.waiting} />
              {face.worst && face.worst !== 'in-review' && <StatusBadge status={face.worst} />}
            </div>
          )}
        </>
      )}
    </div>
  )
}

export function Waiting({ count }: { readonly count: number }) {
  if (count === 0) return null
  return (
    <span className="badge accent numbers">
      <Eye size={13} aria-hidden /> {count} to review
    </span>
  )
}

const NAMES = { dataset: '', constraint: 'Constraint', note: 'Note' } as const

function PlainCard({ face }: { readonly face: Extract<Face, { kind: 'dataset' | 'constraint' | 'note' }> }) {
  const level = useZoomLevel()
  const typed = useText(face.draft)
  const text = face.draft ? typed : face.text
  const title = level === 'near' ? face.title || NAMES[face.kind] : cardWordsOf(face, typed).title
  return (
    <div className={`canvas-card ${face.kind}`}>
      <Head face={face} title={title} />
      {level === 'near' && (
        <p className={face.kind === 'dataset' ? 'canvas-size numbers' : 'canvas-words'}>
          <Visible text={text || 'Nothing written yet'} />
        </p>
      )}
    </div>
  )
}

type HeadProps = { readonly face: Face; readonly title: string; readonly children?: React.ReactNode }

function Head({ face, title, children }: HeadProps) {
  const Icon = ICONS[signOf(face)]
  return (
    <div className="canvas-head">
      <Icon size={14} aria-hidden />
      <strong title={title}>
        <Visible text={title.slice(0, 160)} />
      </strong>
      {children}
    </div>
  )
}
