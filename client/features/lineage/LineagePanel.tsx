import '#client/features/lineage/lineage.css'
import { GitBranch } from 'lucide-react'
import { useMemo } from 'react'
import { ColumnTree } from '#client/features/lineage/ColumnTree.tsx'
import { LineageGraphView } from '#client/features/lineage/LineageGraphView.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { usePage, type LineageFocus } from '#client/workspace/page.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { artifactNode, columnSourcesOf, lineageOf, reachOf } from '#shared/lineage/lineageGraph.ts'
import { resolve } from '#shared/scope.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

const FURTHEST = 60

export function LineagePanel() {
  const { lineage } = usePage()
  if (!lineage)
    return (
      <div className="empty">
        <GitBranch size={18} aria-hidden />
        <p>Press “Where does this come from?” at a result or at one of its columns to see its way here.</p>
      </div>
    )
  return <Way focus={lineage} />
}

function Way({ focus }: { readonly focus: LineageFocus }) {
  const state = useWorkspace()
  const { jumpTo } = usePage()
  const from = artifactNode(focus.artifact)
  const graph = useMemo(() => reachOf(lineageOf(state), from, 'up', FURTHEST), [state, from])
  const open = (nodeId: string): void => {
    const block = blockOfNode(state, nodeId)
    if (block) jumpTo(block)
  }
  return (
    <section className="lineage" aria-label={`Where ${focus.name} comes from`}>
      <h3>
        Where{' '}
        <code>
          <Visible text={focus.column ? `${focus.name}.${focus.column}` : focus.name} />
        </code>{' '}
        comes from
      </h3>
      {focus.column !== undefined && <Column focus={focus} column={focus.column} />}
      <div className="lineage-scroll">
        <LineageGraphView graph={graph} focus={from} onOpen={open} />
      </div>
    </section>
  )
}

function Column({ focus, column }: { readonly focus: LineageFocus; readonly column: string }) {
  const state = useWorkspace()
  const source = columnSourcesOf(state, focus.name, column)
  const named = resolve(state, focus.name)
  const lineage = named?.kind === 'step' ? named.proposal.preflight?.analysis.lineage : undefined
  const rows = lineage?.rows.map((one) => `${one.table}.${one.column}`) ?? []
  return (
    <div className="column-origin">
      <p>Its values are computed from</p>
      <ColumnTree source={source} />
      {rows.length > 0 && (
        <p>
          Which rows there are is decided by <code>{rows.join(', ')}</code>.
        </p>
      )}
      {lineage?.coarse.map((why) => (
        <p key={why} className="coarse">
          Wider than the truth: {why}
        </p>
      ))}
    </div>
  )
}

/** The block that shows a node: a step's for its proposals, decisions, runs and results; an objective's own. */
function blockOfNode(state: WorkspaceState, nodeId: string): string | undefined {
  const [kind, id = ''] = nodeId.split(':')
  if (kind === 'objective') return id
  for (const proposal of state.proposals.values()) {
    const isIt =
      (kind === 'proposal' && proposal.proposalId === id) ||
      (kind === 'decision' && proposal.decisions.some((one) => one.decisionId === id))
    if (isIt) return proposal.stepId
  }
  for (const run of state.runs.values())
    if ((kind === 'run' && run.runId === id) || (kind === 'artifact' && run.artifact?.digest === id))
      return run.stepId
  return undefined
}
