import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from 'react'
import type { ExplorerKind } from '#client/features/lineage/explorerGraph.ts'
import { KIND_WORDS } from '#client/features/lineage/glyphs.ts'
import { KindSign } from '#client/features/lineage/KindSign.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { countOf, whenOf } from '#client/workspace/when.ts'
import type { LineageNode } from '#shared/lineage/lineageGraph.ts'

export type Listed = Omit<LineageNode, 'kind'> & { readonly kind: ExplorerKind }

type Props = {
  readonly name: string
  readonly nodes: readonly Listed[]
  readonly selected: string | undefined
  readonly onChoose: (at: number) => void
}

const LINE = 40
/** Lines beyond each edge that are there already when they are scrolled to. */
const SPARE = 8
const TALLEST = 1200

/** The same nodes as the drawing, as a list that a keyboard walks and a screen reader reads. */
export function NodeList({ name, nodes, selected, onChoose }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  const chosen = useMemo(() => nodes.findIndex((node) => node.id === selected), [nodes, selected])
  const [at, setAt] = useState(0)
  useEffect(() => {
    if (chosen >= 0) setAt(chosen)
  }, [chosen])
  const [top, setTop] = useState(0)
  const bringIn = useCallback((line: number) => {
    const seen = box.current
    if (!seen) return
    const from = Math.min(seen.scrollTop, line * LINE)
    seen.scrollTop = Math.max(from, (line + 1) * LINE - seen.clientHeight)
  }, [])
  useEffect(() => {
    if (chosen >= 0) bringIn(chosen)
  }, [chosen, bringIn])
  const first = Math.max(0, Math.floor(top / LINE) - SPARE)
  const shown = nodes.slice(first, first + Math.ceil(TALLEST / LINE) + 2 * SPARE)
  const active = Math.min(at, nodes.length - 1)
  const press = (event: KeyboardEvent): void => {
    const to = nextOf(event.key, active, nodes.length)
    if (event.key === 'Enter' || event.key === ' ') onChoose(active)
    else if (to !== undefined) {
      setAt(to)
      bringIn(to)
    } else return
    event.preventDefault()
  }
  const click = ({ target }: MouseEvent): void => {
    const line = target instanceof Element ? target.closest<HTMLElement>('[data-at]') : null
    if (line) onChoose(Number(line.dataset['at']))
  }
  return (
    <section className="node-list" aria-label={name}>
      <h3>
        {name} <span className="numbers">{countOf(nodes.length)}</span>
      </h3>
      <div
        ref={box}
        className="node-lines"
        role="listbox"
        tabIndex={0}
        aria-label={name}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        onKeyDown={press}
        onClick={click}
        onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
      >
        <div style={{ height: nodes.length * LINE }}>
          {shown.map((node, from) => {
            const line = first + from
            return (
              <div
                key={node.id}
                id={`${id}-${line}`}
                role="option"
                aria-selected={node.id === selected}
                aria-setsize={nodes.length}
                aria-posinset={line + 1}
                className={line === active ? 'node-line active' : 'node-line'}
                style={{ transform: `translateY(${line * LINE}px)` }}
                data-at={line}
                tabIndex={-1}
              >
                <KindSign kind={node.kind} />
                <span>
                  <b>
                    <Visible text={node.label} />
                  </b>
                  <small>
                    {KIND_WORDS[node.kind].one}
                    {node.by && (
                      <>
                        {' · '}
                        <Visible text={node.by} />
                      </>
                    )}
                    {node.at && ` · ${whenOf(node.at)}`}
                  </small>
                </span>
              </div>
            )
          })}
        </div>
      </div>
    </section>
  )
}

function nextOf(key: string, at: number, count: number): number | undefined {
  const last = count - 1
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1)
    case 'ArrowUp':
      return Math.max(0, at - 1)
    case 'Home':
      return 0
    case 'End':
      return last
    case 'PageDown':
      return Math.min(last, at + 8)
    case 'PageUp':
      return Math.max(0, at - 8)
    default:
      return undefined
  }
}
