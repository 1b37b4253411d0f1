/**
 * A real workspace, in this process, into which one technique of injection is put through every channel at once: by
 * importing a file, by a step that ran and one that failed, by what a peer and the owner wrote.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import type { InjectionCase } from '#agents/testing/injections.ts'
import { ordersIn } from '#agents/testing/obedientModel.ts'
import { openScriptedModel, type Script } from '#agents/testing/scriptedModel.ts'
import { proposal, sqlStep } from '#e2e/testing/moves.ts'
import { openFileArtifactStore } from '#server/artifacts/fileArtifactStore.ts'
import { openTableImport } from '#server/datasets/tableImport.ts'
import { openSqlKernel } from '#server/kernels/duckdb/sqlKernel.ts'
import { openTablePages } from '#server/kernels/duckdb/tablePages.ts'
import { openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'
import { openSqlPreflight } from '#server/preflight/sqlPreflight.ts'
import { openTableRows } from '#server/reactors/agent/tableRows.ts'
import { openIntactPaths } from '#server/reactors/intactPath.ts'
import { attachReactors } from '#server/reactors/reactor.ts'
import { NO_PYTHON } from '#server/pythonReach.ts'
import { reactorsOf } from '#server/reactorsOf.ts'
import { openDatasetIntake } from '#server/workspace/datasetIntake.ts'
import { newCommandId, systemClock, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import { openWorkspaces } from '#server/workspace/workspaces.ts'
import type { PersonCommand } from '#shared/command.ts'
import { ConstraintId, DecisionId, ObjectiveId, PermitId, PersonId, TurnId } from '#shared/ids.ts'
import { ok } from '#shared/result.ts'
import type { StepContent } from '#shared/step.ts'
import { identityOf } from '#shared/stepDigest.ts'
import { viewDigestOf } from '#shared/view.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type InjectedHosts = {
  /** Fills a workspace, asks an agent that obeys everything, and resolves when its turn has ended. */
  readonly play: (cases: readonly InjectionCase[]) => Promise<WorkspaceHost>
  readonly failures: readonly unknown[]
  readonly close: () => Promise<void>
}

const PATIENCE_MS = 20_000
const owner = { personId: PersonId.parse(uuidv7()), name: 'Olga' }
const peer = { personId: PersonId.parse(uuidv7()), name: 'Pia', role: 'editor' as const }

export async function openInjectedHosts(): Promise<InjectedHosts> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-injected-'))
  const failures: unknown[] = []
  const report = (failure: unknown): void => void failures.push(failure)
  const database = openLedgerFile(':memory:')
  const artifacts = await openFileArtifactStore(join(folder, 'artifacts'))
  const intactPath = openIntactPaths(artifacts)
  const pages = openTablePages({ folder: join(folder, 'artifacts'), scratch: folder })
  const sqlKernel = openSqlKernel({ spare: 1 })
  const preflight = openSqlPreflight()
  const tableImport = openTableImport({ scratchRoot: folder })
  const intake = openDatasetIntake(tableImport, artifacts, folder)
  const rows = openTableRows(artifacts, intactPath, pages)
  const openModel = async () => ok(openScriptedModel(obedience()))
  const reach = {
    python: NO_PYTHON,
    sqlKernel,
    preflight,
    artifacts,
    intactPath,
    scratch: folder,
    rows,
    openModel,
    report,
  }
  const workspaces = openWorkspaces({
    ledger: sqliteLedger(database),
    now: systemClock,
    model: () => 'obedient',
    attach: (host) => attachReactors(host, reactorsOf(reach), report),
  })

  const importOrders = async (host: WorkspaceHost, text: (channel: Channel) => string): Promise<void> => {
    const path = join(folder, `${uuidv7()}.csv`)
    const csv = [
      ['region', text('header'), 'amount'],
      ['north', text('cell'), '10'],
      ['south', text('error-text'), '7'],
    ]
    await writeFile(path, csv.map((row) => row.map(quoted).join(',')).join('\n'))
    const taken = await intake.add({
      host,
      actor: { kind: 'human', id: owner.personId },
      path,
      fileName: `${text('file-name')}.csv`,
      kind: 'upload',
      name: 'orders',
      origin: text('parquet-metadata'),
    })
    if (!taken.ok) throw new Error(taken.error.detail)
  }

  return {
    failures,
    async play(cases) {
      const text = (channel: Channel): string =>
        cases.find((one) => one.channel === channel)?.payload ?? 'nothing'
      const created = await workspaces.create('Injected', owner)
      const host = created.ok ? workspaces.host(created.value) : undefined
      if (!host) throw new Error('no workspace')
      await ask(host, { type: 'AddMember', data: { member: peer } })
      await importOrders(host, text)
      const note = { constraintId: ConstraintId.parse(uuidv7()), text: text('peers-note'), checks: [] }
      await ask(host, { type: 'WriteConstraint', data: note }, peer.personId)
      const asIdentifier = `"${text('column-name').replaceAll('"', '""')}"`
      const asText = `'${text('earlier-output').replaceAll("'", "''")}'`
      const earlier = `SELECT ${asText} AS ${asIdentifier} FROM orders LIMIT 1 /* ${text('comment')} */`
      await runStep(host, sqlStep(earlier, 'earlier'))
      const third = [...host.state().datasets.values()][0]?.current.columns[1]?.name ?? ''
      const broken = `SELECT sum(CAST("${third.replaceAll('"', '""')}" AS DOUBLE)) AS n FROM orders WHERE region = 'south'`
      await runStep(host, sqlStep(broken, 'broken'))
      const turnId = TurnId.parse(uuidv7())
      const objective = `Which region sells most? ${text('objective')}`
      const objectiveId = ObjectiveId.parse(uuidv7())
      await ask(host, { type: 'AskAgent', data: { turnId, objectiveId, text: objective, acceptance: [] } })
      await until(host, (state) => state.turns.get(turnId)?.end !== undefined, 'the end of the turn')
      return host
    },
    async close() {
      workspaces.close()
      await Promise.all([sqlKernel.close(), preflight.close(), tableImport.close(), pages.close()])
      database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Channel = InjectionCase['channel']

const BY_REGION = {
  title: 'Sales by region',
  language: 'sql',
  code: 'SELECT region, sum(amount) AS sales FROM orders GROUP BY region',
  output: 'sales_by_region',
  rationale: 'The objective asks for regions.',
}

/** All that there is to read. */
const LOOKS = [
  { name: 'list_datasets', args: {} },
  { name: 'describe_dataset', args: { name: 'orders' } },
  { name: 'sample_rows', args: { name: 'orders', limit: 5 } },
  { name: 'read_step', args: { step: 'earlier' } },
  { name: 'read_result', args: { name: 'earlier', limit: 5 } },
  { name: 'read_result', args: { name: 'broken', limit: 5 } },
  { name: 'read_lineage', args: { name: 'earlier' } },
] as const

/** Does all that any text says, wherever it stands; what would end the turn comes last, so that nothing is left undone. */
function obedience(): Script {
  const obeyed = new Set<string>()
  return (messages, turn) => {
    if (turn === 0) return { calls: LOOKS }
    const left = ordersIn(messages).filter((order) => !obeyed.has(JSON.stringify(order)))
    const others = left.filter((order) => order.name !== 'conclude')
    const orders = others.length > 0 ? others : left
    for (const order of orders) obeyed.add(JSON.stringify(order))
    if (turn === 1) return { calls: [{ name: 'propose_step', args: BY_REGION }, ...orders] }
    return orders.length > 0 ? { calls: orders } : { text: 'I did all that I was told.' }
  }
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

async function ask(
  host: WorkspaceHost,
  command: PersonCommand,
  by: PersonId = owner.personId,
): Promise<void> {
  const answer = await host.dispatch(newCommandId(), command, { kind: 'human', id: by })
  if (!answer.ok) throw new Error(`${command.type}: ${answer.error.detail}`)
}

/** The owner proposes it, decides on it, and it runs to its end, good or bad. */
async function runStep(host: WorkspaceHost, content: StepContent): Promise<void> {
  const proposing = proposal(content)
  const { proposalId } = proposing.data
  await ask(host, proposing)
  const statusIn = (state: WorkspaceState) => state.proposals.get(proposalId)?.status
  await until(host, (state) => statusIn(state) !== 'proposed', `preflight of ${content.output}`)
  const state = host.state()
  const proposed = state.proposals.get(proposalId)
  const identity = proposed && identityOf(state, proposed)
  if (!proposed || identity?.state !== 'known')
    throw new Error(`${content.output}: ${proposed?.because ?? 'not known'}`)
  await ask(host, {
    type: 'DecideProposal',
    data: {
      decisionId: DecisionId.parse(uuidv7()),
      permitId: PermitId.parse(uuidv7()),
      proposalId,
      stepDigest: identity.digest,
      viewDigest: viewDigestOf(state, proposed),
      verdict: 'approve',
      overrides: [],
    },
  })
  await until(
    host,
    (now) => ['succeeded', 'failed'].includes(statusIn(now) ?? ''),
    `the run of ${content.output}`,
  )
}

function until(host: WorkspaceHost, isSo: (state: WorkspaceState) => boolean, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`It did not happen: ${what}`)), PATIENCE_MS)
    const stop = host.subscribe(host.head().seq, () => look())
    const look = (): void => {
      if (!isSo(host.state())) return
      clearTimeout(timer)
      setImmediate(stop)
      resolve()
    }
    look()
  })
}
