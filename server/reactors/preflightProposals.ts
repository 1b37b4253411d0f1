/** Analyses what waits for it, and again whenever what it reads, or what must hold, has changed. Executes nothing. */
import type { Reactor } from '#server/reactors/reactor.ts'
import { tablesInScope, type TableInScope } from '#server/workspace/tablesInScope.ts'
import { newCommandId, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import { removedPackagesAnalysis } from '#server/preflight/packagesPreflight.ts'
import type { Actor } from '#shared/actor.ts'
import { constraintsFor } from '#shared/checks.ts'
import { digestOfJson } from '#shared/digest.ts'
import { nameKey, type Digest, type ProposalId, type TableName } from '#shared/ids.ts'
import { EMPTY_LINEAGE, type Analysis } from '#shared/preflight.ts'
import { isPending, type AssertBinding } from '#shared/proposal.ts'
import { packagesIn } from '#shared/packages.ts'
import { assertNever } from '#shared/result.ts'
import { outputsOf, type Parameter } from '#shared/step.ts'
import { digestOfName, identityOf } from '#shared/stepDigest.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

const PREFLIGHT: Actor = { kind: 'system', id: 'preflight' }

export type SqlAsked = {
  readonly sql: string
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly inputs: readonly TableInScope[]
  readonly asserts: readonly string[]
}

export type PythonAsked = {
  readonly code: string
  readonly outputs: readonly string[]
  readonly inputs: readonly TableInScope[]
}

export type Analysed = {
  readonly analysis: Analysis
  readonly asserts: readonly {
    readonly predicate: string
    readonly binds: boolean
    readonly reason?: string | undefined
    readonly columns: readonly string[]
  }[]
}

export type Analysers = {
  readonly analyseSql: (asked: SqlAsked) => Promise<Analysed>
  readonly analyseChart: (code: string, inputs: readonly TableInScope[]) => Analysis
  readonly analysePython: (asked: PythonAsked, own?: string) => Promise<Analysis>
  readonly analysePackages: (lock: string) => Promise<Analysis>
}

export function preflightProposals(analysers: Analysers, report: (failure: unknown) => void): Reactor {
  const analysing = new Set<ProposalId>()
  let isClosed = false

  const analyse = async (proposalId: ProposalId, host: WorkspaceHost): Promise<void> => {
    analysing.add(proposalId)
    try {
      // Every round looks at the state of now: an answer to a state that has passed is refused by the gate.
      for (;;) {
        const state = host.state()
        const proposal = state.proposals.get(proposalId)
        if (!proposal || !needsAnalysis(state, proposal)) return
        const { basis, analysed } = await analyseOnce(state, proposal, analysers)
        // What failed because the server stops is no finding; it is analysed when the server is back.
        if (isClosed) return
        const data = {
          proposalId,
          basis,
          analysis: analysed.analysis,
          asserts: bindings(state, proposal, analysed),
        }
        const answer = await host.dispatch(newCommandId(), { type: 'RecordPreflight', data }, PREFLIGHT)
        if (!answer.ok && answer.error.code !== 'inputs-changed') return
      }
    } catch (failure) {
      report(failure)
    } finally {
      analysing.delete(proposalId)
    }
  }

  return {
    name: 'preflightProposals',
    react(state, host) {
      for (const proposal of state.proposals.values())
        if (!analysing.has(proposal.proposalId) && needsAnalysis(state, proposal))
          void analyse(proposal.proposalId, host)
    },
    close() {
      isClosed = true
    },
  }
}

/** Never analysed, or analysed when the inputs or the predicates to judge were others. */
function needsAnalysis(state: WorkspaceState, proposal: Proposal): boolean {
  if (!isPending(proposal.status)) return false
  const { preflight } = proposal
  if (!preflight) return true
  const identity = identityOf(state, proposal)
  if (identity.state === 'known' && identity.digest !== preflight.stepDigest) return true
  const judged = preflight.asserts.map(({ constraintId, predicate, output }) => ({
    constraintId,
    predicate,
    ...(output ? { output } : {}),
  }))
  return digestOfJson(judged) !== digestOfJson(predicatesFor(state, proposal))
}

function predicatesFor(state: WorkspaceState, proposal: Proposal) {
  const { language } = proposal.content
  if (language === 'chart' || language === 'packages' || proposal.change === 'remove') return []
  return outputsOf(proposal.content).flatMap((output, at) =>
    constraintsFor(state, proposal).flatMap(({ constraintId, checks }) =>
      checks.flatMap((check) =>
        check.kind === 'assert' && (check.output === undefined || nameKey(check.output) === nameKey(output))
          ? [{ constraintId, predicate: check.predicate, ...(at === 0 ? {} : { output }) }]
          : [],
      ),
    ),
  )
}

type Basis = readonly { readonly name: TableName; readonly digest: Digest }[]

async function analyseOnce(
  state: WorkspaceState,
  proposal: Proposal,
  analysers: Analysers,
): Promise<{ basis: Basis; analysed: Analysed }> {
  const inputs = tablesFor(state, proposal)
  const analysed = await analysisOf(state, proposal, inputs, analysers)
  const basis = analysed.analysis.reads.flatMap(({ name }) => {
    const digest = digestOfName(state, name)
    return digest ? [{ name, digest }] : []
  })
  return { basis, analysed }
}

async function analysisOf(
  state: WorkspaceState,
  proposal: Proposal,
  inputs: readonly TableInScope[],
  analysers: Analysers,
): Promise<Analysed> {
  const { content } = proposal
  if (proposal.change === 'remove') {
    const analysis = content.language === 'packages' ? removedPackagesAnalysis : NOTHING_READ
    return { analysis, asserts: [] }
  }
  const asserts = [...new Set(predicatesFor(state, proposal).map((one) => one.predicate))]
  switch (content.language) {
    case 'sql':
      return analysers.analyseSql({ sql: content.code, parameters: content.parameters, inputs, asserts })
    case 'chart':
      return { analysis: analysers.analyseChart(content.code, inputs), asserts: [] }
    case 'python':
      return {
        analysis: await analysers.analysePython(
          { code: content.code, outputs: outputsOf(content), inputs },
          packagesIn(state)?.code,
        ),
        // Which columns come out is known after the run only: then they are judged, and hold or not.
        asserts: asserts.map((predicate) => ({ predicate, binds: true, columns: [] })),
      }
    case 'packages':
      return { analysis: await analysers.analysePackages(content.code), asserts: [] }
    default:
      return assertNever(content.language)
  }
}

/** A step's own output is among them while it has a definition, so that a circle is named. */
const tablesFor = (state: WorkspaceState, { proposalId }: Proposal): readonly TableInScope[] =>
  tablesInScope(state, (named) => named.kind === 'step' && named.proposal.proposalId === proposalId)

function bindings(state: WorkspaceState, proposal: Proposal, analysed: Analysed): readonly AssertBinding[] {
  return predicatesFor(state, proposal).map((asked) => {
    const found = analysed.asserts.find((one) => one.predicate === asked.predicate)
    return {
      ...asked,
      binds: found?.binds ?? false,
      reason: found?.reason ?? '',
      columns: found?.columns ?? [],
    }
  })
}

const NOTHING_READ: Analysis = {
  reads: [],
  functions: [],
  lineage: EMPTY_LINEAGE,
  findings: [],
  estimatedRows: '0',
}
