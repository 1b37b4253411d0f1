import '#client/features/lineage/lineage.css'
import { GitBranch, Waypoints } from 'lucide-react'
import { useMemo } from 'react'
import { ColumnWay } from '#client/features/lineage/ColumnWay.tsx'
import { LineageWay } from '#client/features/lineage/LineageWay.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { usePage, type LineageFocus } from '#client/workspace/page.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { columnOriginOf } from '#shared/lineage/columnLineage.ts'
import { artifactNode, lineageOf, reachOf } from '#shared/lineage/lineageGraph.ts'
import type { WorkspaceState } from '#shared/workspace.ts'
import { artifactsIn } from '#shared/artifact.ts'

const FURTHEST = 60

export function LineagePanel() {
  const { lineage } = usePage()
  if (!lineage)
    return (
      <div className="empty">
        <GitBranch size={18} aria-hidden />
        <p>Press “Where does this come from?” at a result or at one of its columns to see its way here.</p>
        <WholeGraph />
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
      {graph.nodes.length > 0 ? (
        <LineageWay graph={graph} onOpen={open} />
      ) : (
        <p className="muted">There is no such result at the moment that is shown.</p>
      )}
      <div>
        <WholeGraph />
      </div>
    </section>
  )
}

/** The view in the middle, with the same result chosen. */
function WholeGraph() {
  const { setView } = usePage()
  return (
    <Button isSmall icon={<Waypoints size={13} />} onClick={() => setView('lineage')}>
      Show the whole lineage
    </Button>
  )
}

function Column({ focus, column }: { readonly focus: LineageFocus; readonly column: string }) {
  const state = useWorkspace()
  const { artifact, name } = focus
  const origin = useMemo(
    () => columnOriginOf(state, { artifact, column }, name),
    [state, artifact, column, name],
  )
  return <ColumnWay origin={origin} />
}

/** The block that shows a node: a step's for its proposals, decisions, runs and results; an objective's own. */
function blockOfNode(state: WorkspaceState, nodeId: string): string | undefined {
  const [kind, id = ''] = nodeId.split(':')
  if (kind === 'objective' || kind === 'constraint') return id
  for (const proposal of state.proposals.values()) {
    const isIt =
      (kind === 'proposal' && proposal.proposalId === id) ||
      (kind === 'decision' && proposal.decisions.some((one) => one.decisionId === id))
    if (isIt) return proposal.stepId
  }
  for (const run of state.runs.values())
    if (
      (kind === 'run' && run.runId === id) ||
      (kind === 'artifact' && artifactsIn(run).some((one) => one.digest === id))
    )
      return run.stepId
  return undefined
}
