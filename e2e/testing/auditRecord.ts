/** Judges a ledger from its entries alone, by rules written here once more: it shares no code with the gate that it judges. */
import { createHash } from 'node:crypto'
import { GENESIS, leafOf, type Sha256, type StoredEntry } from '#shared/ledger/entry.ts'
import { parseBody } from '#shared/ledger/parseBody.ts'
import { recordedOf } from '#shared/recordedEvent.ts'
import type { RecordedEvent } from '#shared/workspace.ts'

export type Link = { readonly seq: number; readonly leaf: string }
export const START: Link = { seq: 0, leaf: GENESIS }

const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** Sentences on what does not follow from `last`; none when the chain is whole. */
export function chainProblems(last: Link, entries: readonly StoredEntry[]): readonly string[] {
  let { seq, leaf } = last
  for (const stored of entries) {
    const parsed = parseBody(stored.body)
    if (!parsed.ok) return [`entry ${stored.seq}: ${parsed.error}`]
    if (stored.seq !== seq + 1 || parsed.value.seq !== stored.seq) return [`a gap after entry ${seq}`]
    if (parsed.value.prev !== leaf) return [`entry ${stored.seq} does not follow the one before it`]
    if (leafOf(stored.body, sha256) !== stored.leaf) return [`entry ${stored.seq} is not what was hashed`]
    seq = stored.seq
    leaf = stored.leaf
  }
  return []
}

export type Audit = {
  readonly problems: readonly string[]
  readonly runs: number
  readonly lost: number
  readonly retried: number
  readonly finished: number
}

type Granted = { readonly proposalId: string; readonly stepDigest: string; spent: number }

/**
 * Every run has one permit of its own, granted before by a person's approval or by the one rule for lost runs, for that
 * digest; and none that the server died under is said to have finished. `deaths` are times in milliseconds.
 */
export function auditRecord(entries: readonly StoredEntry[], deaths: readonly number[] = []): Audit {
  const problems: string[] = []
  const permits = new Map<string, Granted>()
  const ends = new Map<string, string[]>()
  const begun = new Map<string, number>()
  const made = new Set<string>()
  const approvals = new Map<string, number>()
  let retried = 0
  let lost = 0
  let finished = 0
  const madeOnce = (kind: string, id: string): void => {
    if (made.has(id)) problems.push(`${kind} ${id} was recorded twice`)
    made.add(id)
  }
  for (const recorded of entries.map((one) => recordedOf(one.body))) {
    const { event, actor } = recorded
    const at = Date.parse(recorded.at)
    switch (event.type) {
      case 'ObjectiveWritten':
        madeOnce('objective', event.data.objectiveId)
        break
      case 'StepProposed':
        madeOnce('proposal', event.data.proposalId)
        break
      case 'DecisionRecorded':
        madeOnce('decision', event.data.decisionId)
        if (actor.kind !== 'human') problems.push(`a decision by ${actor.kind} ${actor.id}`)
        if (event.data.verdict === 'approve')
          approvals.set(event.data.proposalId, (approvals.get(event.data.proposalId) ?? 0) + 1)
        break
      case 'ProposalApproved':
        if (!approvals.get(event.data.proposalId)) problems.push('a permit that no person decided on')
        grant(permits, problems, event.data)
        break
      case 'RetryPermitted':
        retried += 1
        if (ends.get(event.data.afterRunId)?.at(-1) !== 'RunLost')
          problems.push('a retry of what was not lost')
        grant(permits, problems, event.data)
        break
      case 'RunStarted':
      case 'RunAnsweredFromCache':
        madeOnce('run', event.data.runId)
        spend(permits, problems, event.data)
        begun.set(event.data.runId, at)
        ends.set(event.data.runId, event.type === 'RunStarted' ? [] : ['RunAnsweredFromCache'])
        break
      case 'RunFinished':
      case 'RunLost':
        if (event.type === 'RunLost') lost += 1
        else finished += 1
        if (
          event.type === 'RunFinished' &&
          deaths.some((death) => death > (begun.get(event.data.runId) ?? 0) && death < at)
        )
          problems.push(`run ${event.data.runId} went on after its server had died`)
        ends.get(event.data.runId)?.push(event.type)
        break
      default:
    }
  }
  for (const [runId, of] of ends) if (of.length > 1) problems.push(`run ${runId} ended ${of.length} times`)
  return { problems, runs: ends.size, lost, retried, finished }
}

function grant(
  permits: Map<string, Granted>,
  problems: string[],
  { permitId, proposalId, stepDigest }: { permitId: string; proposalId: string; stepDigest: string },
): void {
  if (permits.has(permitId)) problems.push(`permit ${permitId} was granted twice`)
  permits.set(permitId, { proposalId, stepDigest, spent: 0 })
}

function spend(
  permits: Map<string, Granted>,
  problems: string[],
  run: { permitId: string; proposalId: string; stepDigest: string },
): void {
  const permit = permits.get(run.permitId)
  if (!permit) return void problems.push('a run without a permit')
  permit.spent += 1
  if (permit.spent > 1) problems.push(`permit ${run.permitId} was spent ${permit.spent} times`)
  if (permit.proposalId !== run.proposalId || permit.stepDigest !== run.stepDigest)
    problems.push(`permit ${run.permitId} was spent on something else`)
}

/** Runs that have begun and not ended, in order. */
export function openRuns(entries: readonly RecordedEvent[]): ReadonlySet<string> {
  const open = new Set<string>()
  for (const { event } of entries) {
    if (event.type === 'RunStarted') open.add(event.data.runId)
    if (event.type === 'RunFinished' || event.type === 'RunLost') open.delete(event.data.runId)
  }
  return open
}
