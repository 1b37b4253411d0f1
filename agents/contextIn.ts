/** The turn's context rides beside the text of the first human message, for a model of our own that has no need to read prose. Providers never send it. */
import type { BaseMessage } from '@langchain/core/messages'
import { TurnContext } from '#agents/turnContext.ts'

export const CONTEXT_KEY = 'countersignContext'

export function contextIn(messages: readonly BaseMessage[]): TurnContext | undefined {
  for (const message of messages) {
    const parsed = TurnContext.safeParse(message.additional_kwargs[CONTEXT_KEY])
    if (parsed.success) return parsed.data
  }
  return undefined
}
