/** Which constraints hold for a proposal, as of this state: judged from what preflight read, before anything runs. */
import { wordsOf, type Constraint, type ConstraintCheck } from '#shared/constraint.ts'
import { nameKey, type ConstraintId } from '#shared/ids.ts'
import { isSameColumn, originsOf } from '#shared/origins.ts'
import type { Analysis } from '#shared/preflight.ts'
import { outputsOf } from '#shared/step.ts'
import { assertNever } from '#shared/result.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

export type CheckStatus = 'holds' | 'broken' | 'after-run'

export type CheckResult = {
  readonly constraintId: ConstraintId
  readonly status: CheckStatus
  /** The check in plain words. */
  readonly check: string
  /** Why, naming what breaks it. */
  readonly because: string
}

/** Constraints of the workspace and of the proposal's objective. */
export function constraintsFor(state: WorkspaceState, proposal: Proposal): readonly Constraint[] {
  return [...state.constraints.values()].filter(
    (one) => one.objectiveId === undefined || one.objectiveId === proposal.objectiveId,
  )
}

/** Empty while the proposal has not been analysed. Checks that do not concern it are left out. */
export function checksOf(state: WorkspaceState, proposal: Proposal): readonly CheckResult[] {
  const analysis = proposal.preflight?.analysis
  if (!analysis || proposal.change === 'remove') return []
  return constraintsFor(state, proposal).flatMap((constraint) =>
    constraint.checks.flatMap((check) => {
      const judged = judge(state, proposal, analysis, constraint, check)
      return judged ? [{ constraintId: constraint.constraintId, check: wordsOf(check), ...judged }] : []
    }),
  )
}

type Judged = { readonly status: CheckStatus; readonly because: string }

const holds = (because: string): Judged => ({ status: 'holds', because })
const broken = (because: string): Judged => ({ status: 'broken', because })

function judge(
  state: WorkspaceState,
  proposal: Proposal,
  analysis: Analysis,
  constraint: Constraint,
  check: ConstraintCheck,
): Judged | undefined {
  const { content } = proposal
  switch (check.kind) {
    case 'forbidden-columns': {
      const read = readsForbidden(state, analysis, check)
      return read.length > 0 ? broken(`It reads ${read.join(', ')}`) : holds('It reads none of them')
    }
    case 'forbidden-datasets': {
      const forbidden = new Set(check.datasets.map(nameKey))
      const read = datasetsRead(state, analysis).filter((name) => forbidden.has(nameKey(name)))
      return read.length > 0 ? broken(`It reads ${read.join(', ')}`) : holds('It reads none of them')
    }
    case 'allowed-languages':
      return check.languages.includes(content.language)
        ? holds(`It is written in ${content.language}`)
        : broken(`It is written in ${content.language}`)
    case 'no-network':
      return holds('Its kernel has no network')
    case 'most-seconds':
      return content.limits.seconds <= check.seconds
        ? holds(`It is stopped after ${content.limits.seconds} s`)
        : broken(`It may run ${content.limits.seconds} s; lower its limit`)
    case 'most-rows':
      return content.limits.rows <= check.rows
        ? holds(`It fails above ${content.limits.rows} rows`)
        : broken(`Its limit is ${content.limits.rows} rows; lower it`)
    case 'assert':
      return judgeAssert(proposal, analysis, constraint, check)
    default:
      return assertNever(check)
  }
}

function judgeAssert(
  proposal: Proposal,
  analysis: Analysis,
  constraint: Constraint,
  check: Extract<ConstraintCheck, { kind: 'assert' }>,
): Judged | undefined {
  const { content } = proposal
  // Of Python only a run tells which columns come out; a chart has none.
  if (!analysis.output && content.language !== 'python') return undefined
  const { output } = check
  const names = outputsOf(content)
  if (output !== undefined && !names.some((name) => nameKey(name) === nameKey(output))) return undefined
  const binding = proposal.preflight?.asserts.find(
    (one) => one.constraintId === constraint.constraintId && one.predicate === check.predicate,
  )
  if (!binding) return { status: 'after-run', because: 'It is being checked whether this can be judged' }
  if (binding.binds) return { status: 'after-run', because: 'It is judged on every row of the result' }
  return output !== undefined ? broken(`It can't be judged: ${binding.reason}`) : undefined
}

function readsForbidden(
  state: WorkspaceState,
  analysis: Analysis,
  check: Extract<ConstraintCheck, { kind: 'forbidden-columns' }>,
): readonly string[] {
  const isForbidden = (table: string, column: string): boolean =>
    check.columns.some((one) => isSameColumn(one, column)) &&
    (check.dataset === undefined || nameKey(check.dataset) === nameKey(table))
  const found = analysis.reads.flatMap((read) =>
    read.columns.flatMap((column) => [
      ...(isForbidden(read.name, column) ? [`${read.name}.${column}`] : []),
      ...originsOf(state, read.name, column)
        .filter((origin) => isForbidden(origin.dataset, origin.column))
        .map((origin) => `${origin.dataset}.${origin.column}`),
    ]),
  )
  return [...new Set(found)]
}

function datasetsRead(state: WorkspaceState, analysis: Analysis): readonly string[] {
  const direct = analysis.reads.map((read) => read.name)
  const through = analysis.reads.flatMap((read) =>
    read.columns.flatMap((column) => originsOf(state, read.name, column).map((origin) => origin.dataset)),
  )
  return [...new Set([...direct, ...through])]
}
