import { ChevronDown, ChevronUp, History, Search, X } from 'lucide-react'
import { useState } from 'react'
import { KINDS, type Grouping } from '#client/features/lineage/explorerGraph.ts'
import { KIND_WORDS } from '#client/features/lineage/glyphs.ts'
import { KindSign } from '#client/features/lineage/KindSign.tsx'
import type { Explorer } from '#client/features/lineage/useExplorer.ts'
import { Button } from '#client/ui/Button.tsx'
import { useIsPast } from '#client/workspace/past.ts'
import { countOf } from '#client/workspace/when.ts'

const GROUPINGS: readonly { readonly grouping: Grouping; readonly words: string }[] = [
  { grouping: 'nothing', words: 'Nothing' },
  { grouping: 'steps', words: 'Steps' },
  { grouping: 'objectives', words: 'Objectives' },
]

type Props = { readonly explorer: Explorer; readonly onClose: (() => void) | undefined }

export function ExplorerBar({ explorer, onClose }: Props) {
  const { choice, toggleKind, setGrouping } = explorer
  const isPast = useIsPast()
  return (
    <header className="explorer-bar">
      <h2>Lineage</h2>
      {isPast && (
        <span className="badge warn">
          <History size={13} aria-hidden /> as it was then
        </span>
      )}
      <SearchField explorer={explorer} />
      <div className="explorer-grouping" role="group" aria-label="Group by">
        <span aria-hidden>Group</span>
        <span className="segments">
          {GROUPINGS.map(({ grouping, words }) => (
            <button
              key={grouping}
              type="button"
              aria-pressed={choice.grouping === grouping}
              onClick={() => setGrouping(grouping)}
            >
              {words}
            </button>
          ))}
        </span>
      </div>
      <div className="kind-choices" role="group" aria-label="Kinds to show">
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className="kind-choice"
            aria-pressed={choice.kinds.has(kind)}
            onClick={() => toggleKind(kind)}
          >
            <KindSign kind={kind} />
            {kind === 'step' && choice.grouping === 'nothing' ? 'Runs' : KIND_WORDS[kind].many}
          </button>
        ))}
      </div>
      {onClose && (
        <Button look="quiet" icon={<X size={16} />} label="Close the lineage (Esc)" onClick={onClose} />
      )}
    </header>
  )
}

function SearchField({
  explorer: { query, setQuery, found, find, reveal },
}: {
  readonly explorer: Explorer
}) {
  const [at, setAt] = useState(-1)
  const go = (by: number): void => {
    // The list follows what is typed with a delay; Enter means what has been typed.
    const nodes = find()
    if (nodes.length === 0) return
    const next = (Math.max(at, by < 0 ? 0 : -1) + by + nodes.length) % nodes.length
    const node = nodes[next]
    setAt(next)
    if (node) reveal(node)
  }
  const says =
    query.trim() === ''
      ? ''
      : found.length === 0
        ? 'none'
        : at < 0
          ? countOf(found.length)
          : `${countOf(at + 1)} of ${countOf(found.length)}`
  return (
    <div className="explorer-search">
      <Search size={14} aria-hidden />
      <input
        type="search"
        aria-label="Find by name, person or digest"
        placeholder="Name, person or digest"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setAt(-1)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          go(event.shiftKey ? -1 : 1)
        }}
      />
      <span role="status" className="numbers" aria-label={says ? `Found: ${says}` : undefined}>
        {says}
      </span>
      <Button
        isSmall
        look="quiet"
        icon={<ChevronUp size={13} />}
        label="Previous (Shift+Enter)"
        disabled={found.length === 0}
        onClick={() => go(-1)}
      />
      <Button
        isSmall
        look="quiet"
        icon={<ChevronDown size={13} />}
        label="Next (Enter)"
        disabled={found.length === 0}
        onClick={() => go(1)}
      />
    </div>
  )
}
