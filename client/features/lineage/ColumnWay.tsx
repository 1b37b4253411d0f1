import { Visible } from '#client/ui/Visible.tsx'
import { nameOf } from '#client/workspace/names.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
import { columnsOnWay, type ColumnOrigin } from '#shared/lineage/columnLineage.ts'
import type { Run, WorkspaceState } from '#shared/workspace.ts'
import { artifactOf } from '#shared/lineage/columnLineage.ts'

/** The way of one column back to columns of datasets, a sentence a step. */
export function ColumnWay({ origin }: { readonly origin: ColumnOrigin }) {
  const state = useWorkspace()
  const lineage = origin.run && state.proposals.get(origin.run.proposalId)?.preflight?.analysis.lineage
  const rows = lineage?.rows.map((one) => `${one.table}.${one.column}`) ?? []
  return (
    <div className="column-way">
      <ol>
        {columnsOnWay(origin).map((one) => (
          <li key={`${one.artifact} ${one.column}`}>
            <Sentence origin={one} />
          </li>
        ))}
      </ol>
      {rows.length > 0 && (
        <p>
          Which rows there are is decided by{' '}
          <code>
            <Visible text={rows.join(', ')} />
          </code>
          .
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

function Sentence({ origin }: { readonly origin: ColumnOrigin }) {
  const state = useWorkspace()
  const { run, from } = origin
  const column = <Column of={origin} />
  if (!run) return <>{column} is a column of the data that came from outside.</>
  if (from.length === 0)
    return (
      <>
        {column} is made in <ByStep run={run} state={state} />, from no column of another table.
      </>
    )
  return (
    <>
      {column} ={' '}
      {artifactOf(state, origin.artifact)?.kind === 'chart'
        ? 'drawn from'
        : from.length > 1
          ? 'computed from'
          : 'from'}{' '}
      {from.map((one, at) => (
        <span key={`${one.artifact} ${one.column}`}>
          {at > 0 && (at === from.length - 1 ? ' and ' : ', ')}
          <Column of={one} />
        </span>
      ))}{' '}
      by <ByStep run={run} state={state} />.
    </>
  )
}

const Column = ({ of }: { readonly of: ColumnOrigin }) => (
  <code>
    <Visible text={`${of.name}.${of.column}`} />
  </code>
)

function ByStep({ run, state }: { readonly run: Run; readonly state: WorkspaceState }) {
  const proposal = state.proposals.get(run.proposalId)
  const approval = proposal?.decisions.findLast((one) => one.verdict === 'approve')
  return (
    <>
      step{' '}
      <q>
        <Visible text={proposal?.title ?? run.artifact?.name ?? 'unknown'} />
      </q>
      {approval && (
        <>
          , approved by <Visible text={nameOf(state, { kind: 'human', id: approval.by })} />,{' '}
          {whenOf(approval.at)}
        </>
      )}
    </>
  )
}
