import { ArrowUpRight, Columns3, Download, FoldVertical, UnfoldVertical } from 'lucide-react'
import { artifactOf } from '#client/features/lineage/columnsDrawn.ts'
import { ColumnWay } from '#client/features/lineage/ColumnWay.tsx'
import type { ExplorerNode } from '#client/features/lineage/explorerGraph.ts'
import type { NodeFacts } from '#client/features/lineage/facts.ts'
import { FactsOfNode } from '#client/features/lineage/FactsOfNode.tsx'
import { FocusChoice } from '#client/features/lineage/FocusChoice.tsx'
import { KIND_WORDS } from '#client/features/lineage/glyphs.ts'
import { KindSign } from '#client/features/lineage/KindSign.tsx'
import { Neighbours } from '#client/features/lineage/Neighbours.tsx'
import { factsOf } from '#client/features/lineage/nodeFacts.ts'
import type { Explorer } from '#client/features/lineage/useExplorer.ts'
import { Button } from '#client/ui/Button.tsx'
import { CopyField } from '#client/ui/CopyField.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useSession, useWorkspace } from '#client/workspace/useSession.ts'
import { columnsOf } from '#shared/lineage/columnLineage.ts'

type Props = {
  readonly explorer: Explorer
  readonly node: ExplorerNode
  readonly onJump: (block: string) => void
}

/** What a node is; who, when and why; and where it leads. */
export function NodeDetails({ explorer, node, onJump }: Props) {
  const state = useWorkspace()
  const facts = factsOf(state, node.id)
  return (
    <article className="node-details" aria-label={`Details of ${node.label}`}>
      <h3>
        <KindSign kind={node.kind} />
        <span>
          <Visible text={facts?.title ?? node.label} />
        </span>
        <small>{KIND_WORDS[node.kind].one}</small>
      </h3>
      <Acts explorer={explorer} node={node} facts={facts} onJump={onJump} />
      <FactsOfNode id={node.id} />
      <ColumnChoice explorer={explorer} node={node} />
      <FocusChoice explorer={explorer} node={node} />
      <Neighbours explorer={explorer} id={node.id} />
      {facts?.digest && <CopyField label={`Digest of ${facts.digest.of}`} value={facts.digest.digest} />}
    </article>
  )
}

function Acts({ explorer, node, facts, onJump }: Props & { readonly facts: NodeFacts | undefined }) {
  const { workspaceId } = useSession()
  const group = groupOf(explorer, node)
  const isOpen = group !== undefined && explorer.choice.opened.has(group)
  const block = facts?.block
  return (
    <div className="actions">
      {block !== undefined && (
        <Button isSmall icon={<ArrowUpRight size={13} />} onClick={() => onJump(block)}>
          Go to its block
        </Button>
      )}
      {group !== undefined && (
        <Button
          isSmall
          icon={isOpen ? <FoldVertical size={13} /> : <UnfoldVertical size={13} />}
          onClick={() => {
            explorer.toggleOpened(group)
            if (isOpen) explorer.show(group)
          }}
        >
          {isOpen ? 'Draw as one' : 'Show what it stands for'}
        </Button>
      )}
      {artifactOf(node.id) && (
        <Button
          isSmall
          icon={<Columns3 size={13} />}
          aria-pressed={explorer.unfolded.has(node.id)}
          onClick={() => explorer.toggleColumns(node.id)}
        >
          {explorer.unfolded.has(node.id) ? 'Hide columns' : 'Show columns'}
        </Button>
      )}
      {facts?.download && (
        <a
          className="button small"
          href={`/api/workspaces/${workspaceId}/artifacts/${facts.download.digest}`}
          download={facts.download.fileName}
        >
          <Download size={13} aria-hidden /> Download
        </a>
      )}
    </div>
  )
}

/** The group that a node is, or is a part of, where grouping is on. */
export function groupOf({ choice: { grouping } }: Explorer, node: ExplorerNode): string | undefined {
  if (grouping === 'nothing') return undefined
  if (node.kind === 'objective') return grouping === 'objectives' ? node.id : undefined
  const isPart = node.kind === 'step' || node.kind === 'run'
  return isPart && node.stepId ? `step:${node.stepId}` : undefined
}

function ColumnChoice({ explorer, node }: Pick<Props, 'explorer' | 'node'>) {
  const state = useWorkspace()
  const artifact = artifactOf(node.id)
  const columns = artifact ? columnsOf(state, artifact) : []
  const { way } = explorer
  if (!artifact || columns.length === 0) return null
  const current = way?.artifact === artifact ? way.column : ''
  return (
    <div className="column-choice">
      <label className="label">
        Follow one column back
        <select
          className="field"
          value={current}
          onChange={({ target: { value } }) =>
            explorer.showColumn(value ? { artifact, name: node.label, column: value } : undefined)
          }
        >
          <option value="">None</option>
          {current !== '' && !columns.includes(current) && <option>{current}</option>}
          {columns.map((column) => (
            <option key={column}>{column}</option>
          ))}
        </select>
      </label>
      {way?.artifact === artifact && <ColumnWay origin={way} />}
    </div>
  )
}
