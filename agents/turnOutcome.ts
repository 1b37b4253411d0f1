/** How a turn ends: always in one of these, with a sentence for a person and, where one is needed, what to do next. */
import type { ProposalId, QuestionId } from '#shared/ids.ts'

export type FailureReason =
  | 'rate-limited'
  | 'out-of-credit'
  | 'timed-out'
  | 'unreachable'
  | 'refused-key'
  | 'unknown-model'
  | 'rejected-request'
  | 'provider-failed'
  | 'broken-answer'
  | 'cut-off'
  | 'malformed'
  | 'refusal'
  | 'no-action'
  | 'workspace-failed'

export type TurnFailure = {
  readonly reason: FailureReason
  readonly detail: string
  readonly nextAction: string
}

export type TurnSpent = {
  readonly modelCalls: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** Proposals that reached review in this turn. */
  readonly proposals: readonly ProposalId[]
  readonly milliseconds: number
}

export type TurnEnding =
  | {
      readonly end: 'waiting'
      readonly for: 'review' | 'answer'
      readonly detail: string
      readonly questionId?: QuestionId
    }
  | { readonly end: 'concluded'; readonly detail: string }
  | {
      readonly end: 'out-of-budget'
      readonly budget: 'modelCalls' | 'tokens' | 'seconds'
      readonly detail: string
      readonly nextAction: string
    }
  | { readonly end: 'stopped'; readonly detail: string }
  | ({ readonly end: 'failed' } & TurnFailure)

/** `end` is a `TurnEnd` of the record. */
export type TurnOutcome = TurnEnding & { readonly spent: TurnSpent }

/** The one text that `EndAgentTurn` records: what happened and, if there is something to do, what. */
export function detailOf(outcome: TurnEnding): string {
  return 'nextAction' in outcome ? `${outcome.detail} ${outcome.nextAction}` : outcome.detail
}
