/** What a turn has spent of its budget, what it has read, and whether it is over. The one mutable thing of a turn. */
import type { Effect } from '#agents/tools/doors.ts'
import { deadlineIn } from '#agents/deadline.ts'
import { failureOf } from '#agents/modelFailure.ts'
import type { TurnEnding, TurnFailure, TurnSpent } from '#agents/turnOutcome.ts'
import type { TurnBudget } from '#shared/agentTurn.ts'
import type { ProposalId, QuestionId } from '#shared/ids.ts'

export type TurnMeter = ReturnType<typeof createTurnMeter>

export function createTurnMeter(budget: TurnBudget, signal: AbortSignal, firstOrigins: readonly string[]) {
  const startedAt = performance.now()
  const deadline = deadlineIn(budget.seconds * 1000)
  const origins = new Set(firstOrigins)
  const proposals: ProposalId[] = []
  let modelCalls = 0
  let inputTokens = 0
  let outputTokens = 0
  let estimatedTokens = 0
  let questionId: QuestionId | undefined
  let ending: TurnEnding | undefined

  const outOf = (spent: 'modelCalls' | 'tokens' | 'seconds', words: string): TurnEnding => ({
    end: 'out-of-budget',
    budget: spent,
    detail: `The turn used up its ${words}.`,
    nextAction:
      proposals.length > 0
        ? 'Review what it proposed, then let it go on.'
        : 'Ask again to let it go on, or ask for a smaller part.',
  })

  return {
    clear: deadline.clear,
    /** Aborts when a person stops the turn, and when its time is up. */
    signal: AbortSignal.any([signal, deadline.signal]),
    spent: (): TurnSpent => ({
      modelCalls,
      inputTokens,
      outputTokens,
      proposals: [...proposals],
      milliseconds: Math.round(performance.now() - startedAt),
    }),
    taint: (): readonly string[] => [...origins].sort().slice(0, 200),
    read: (more: readonly string[]): void => more.forEach((origin) => origins.add(origin.slice(0, 200))),
    countModelCall: (): void => {
      modelCalls += 1
    },
    /** Providers that report no tokens are counted by length, four characters a token, so that the budget still holds. */
    countTokens: (
      input: number,
      output: number,
      sentCharacters: number,
      answeredCharacters: number,
    ): void => {
      inputTokens += input
      outputTokens += output
      estimatedTokens +=
        input + output > 0 ? input + output : Math.ceil((sentCharacters + answeredCharacters) / 4)
    },
    mayPropose: (): boolean => proposals.length < budget.proposals,
    note: (effect: Effect): void => {
      if (effect.kind === 'proposed') proposals.push(effect.proposalId)
      if (effect.kind === 'asked') questionId = effect.questionId
      if (effect.kind === 'concluded') ending ??= { end: 'concluded', detail: 'The agent concluded.' }
    },
    end: (with_: TurnEnding): void => {
      ending ??= with_
    },
    fail: (failure: TurnFailure): void => {
      const { reason, detail, nextAction } = failure
      ending ??= { end: 'failed', reason, detail, nextAction }
    },
    /** Why the turn is over, if it is. Asked before every call. */
    ending: (): TurnEnding | undefined => {
      if (ending) return ending
      if (signal.aborted) ending = { end: 'stopped', detail: 'A person stopped the turn.' }
      else if (deadline.signal.aborted) ending = outOf('seconds', `${budget.seconds} s`)
      return ending
    },
    /** Whether another call of the model fits. */
    endingBeforeModel: (): TurnEnding | undefined => {
      if (ending) return ending
      if (questionId)
        ending = { end: 'waiting', for: 'answer', questionId, detail: 'The agent waits for an answer.' }
      else if (modelCalls >= budget.modelCalls)
        ending = outOf('modelCalls', `${budget.modelCalls} calls of the model`)
      else if (estimatedTokens >= budget.tokens) ending = outOf('tokens', `${budget.tokens} tokens`)
      return ending
    },
    /** The model has nothing more to do: does anything wait for people? */
    endingAtRest: (openBefore: boolean, words: string): TurnEnding | undefined => {
      if (proposals.length === 0 && !openBefore) return undefined
      return { end: 'waiting', for: 'review', detail: words || 'The agent waits for a review.' }
    },
    failWorkspace: (error: unknown): void => {
      const failure = failureOf('workspace-failed', error instanceof Error ? error.message : String(error))
      ending ??= { end: 'failed', ...failure }
    },
  }
}
