import { useMemo, useState } from 'react'
import { KIND_WORDS } from '#client/features/lineage/glyphs.ts'
import { KindSign } from '#client/features/lineage/KindSign.tsx'
import type { Box } from '#client/features/lineage/scene.ts'
import type { Explorer } from '#client/features/lineage/useExplorer.ts'
import { neighboursOf } from '#client/features/lineage/walk.ts'
import { Visible } from '#client/ui/Visible.tsx'
import { countOf } from '#client/workspace/when.ts'

type Props = { readonly explorer: Explorer; readonly id: string }

const FIRST = 6

/** The edges of a node in words: what it comes from, and what came of it. */
export function Neighbours({ explorer: { scene, show }, id }: Props) {
  const near = useMemo(() => scene && neighboursOf(scene, id), [scene, id])
  if (!near) return null
  return (
    <>
      <Side key={`before ${id}`} title="Comes from" boxes={near.before} onChoose={show} />
      <Side key={`after ${id}`} title="Leads to" boxes={near.after} onChoose={show} />
    </>
  )
}

type SideProps = {
  readonly title: string
  readonly boxes: readonly Box[]
  readonly onChoose: (id: string) => void
}

function Side({ title, boxes, onChoose }: SideProps) {
  const [isWhole, setWhole] = useState(false)
  if (boxes.length === 0) return null
  const shown = isWhole ? boxes : boxes.slice(0, FIRST)
  return (
    <section className="neighbours" aria-label={title}>
      <h4>
        {title} <span className="numbers">{countOf(boxes.length)}</span>
      </h4>
      <ul>
        {shown.map(({ node }) => (
          <li key={node.id}>
            <button type="button" onClick={() => onChoose(node.id)}>
              <KindSign kind={node.kind} />
              <span>
                <Visible text={node.label} />
              </span>
              <small>{KIND_WORDS[node.kind].one}</small>
            </button>
          </li>
        ))}
      </ul>
      {boxes.length > shown.length && (
        <button type="button" className="more" onClick={() => setWhole(true)}>
          Show all {countOf(boxes.length)}
        </button>
      )}
    </section>
  )
}
