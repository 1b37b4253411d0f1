/** Chat models that follow a script: a function of the messages. They need no network and no model quality. */
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager'
import { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import type { ToolCall } from '@langchain/core/messages/tool'
import type { ChatResult } from '@langchain/core/outputs'
import type { OpenedModel } from '#agents/models.ts'

export type ScriptedCall = { readonly name: string; readonly args: unknown }
export type ScriptedAnswer = { readonly text?: string; readonly calls?: readonly ScriptedCall[] }
/** `turn` counts the calls of this model, from 0. */
export type Script = (
  messages: readonly BaseMessage[],
  turn: number,
) => ScriptedAnswer | Promise<ScriptedAnswer>

export class ScriptedChatModel extends BaseChatModel {
  readonly script: Script
  calls = 0

  constructor(script: Script) {
    super({ maxRetries: 0 })
    this.script = script
  }

  _llmType(): string {
    return 'scripted'
  }

  override bindTools(): this {
    return this
  }

  async _generate(
    messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    _runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    const turn = this.calls
    this.calls += 1
    const { text = '', calls = [] } = await this.script(messages, turn)
    const message = new AIMessage({
      content: text,
      tool_calls: calls.map(({ name, args }, at): ToolCall => ({
        id: `scripted_${turn}_${at}`,
        name,
        args: args as Record<string, unknown>,
        type: 'tool_call',
      })),
    })
    Object.assign(message, { usage_metadata: { input_tokens: 100, output_tokens: 10, total_tokens: 110 } })
    return { generations: [{ text, message }] }
  }
}

export const openScriptedModel = (script: Script): OpenedModel => ({
  name: 'scripted',
  kind: 'local',
  model: new ScriptedChatModel(script),
})

/** Says the answers in order; the last one again and again. */
export const inOrder =
  (...answers: readonly ScriptedAnswer[]): Script =>
  (_messages, turn) =>
    answers[Math.min(turn, answers.length - 1)] ?? {}
