import { useState } from 'react'
import type { ExplorerNode, Way } from '#client/features/lineage/explorerGraph.ts'
import type { Explorer } from '#client/features/lineage/useExplorer.ts'

const WAYS: readonly { readonly way: Way; readonly words: string }[] = [
  { way: 'up', words: 'Upstream' },
  { way: 'down', words: 'Downstream' },
  { way: 'both', words: 'Both' },
]
const DEPTHS = [1, 2, 3, 5, 10] as const

type Props = { readonly explorer: Explorer; readonly node: ExplorerNode }

/** Leaves only what is before or after a node in the drawing, as far as is asked for. */
export function FocusChoice({ explorer: { focus, setFocus, show }, node }: Props) {
  const [depth, setDepth] = useState(focus?.depth ?? Infinity)
  const current = focus?.id === node.id ? focus.way : undefined
  const choose = (way: Way | undefined, far = depth): void => {
    setFocus(way && { id: node.id, way, depth: far })
    show(node.id)
  }
  return (
    <div className="focus-choice" role="group" aria-label="Focus">
      <span>Focus</span>
      <span className="segments">
        <button type="button" aria-pressed={focus === undefined} onClick={() => choose(undefined)}>
          All
        </button>
        {WAYS.map(({ way, words }) => (
          <button key={way} type="button" aria-pressed={current === way} onClick={() => choose(way)}>
            {words}
          </button>
        ))}
      </span>
      <label>
        <span className="visually-hidden">How far</span>
        <select
          value={String(depth)}
          onChange={({ target }) => {
            const far = Number(target.value)
            setDepth(far)
            if (current) choose(current, far)
          }}
        >
          {DEPTHS.map((far) => (
            <option key={far} value={far}>
              {far === 1 ? '1 edge' : `${far} edges`}
            </option>
          ))}
          <option value="Infinity">any distance</option>
        </select>
      </label>
    </div>
  )
}
