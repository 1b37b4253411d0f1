/** The playbook as a LangChain chat model: no network, no randomness; the same messages get the same answer. */
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BaseChatModelParams,
  type BindToolsInput,
} from '@langchain/core/language_models/chat_models'
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager'
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages'
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs'
import { convertToOpenAITool } from '@langchain/core/utils/function_calling'
import { nextMove } from '#agents/playbook/nextMove.ts'
import type { Said } from '#agents/playbook/said.ts'

type PlaybookOptions = BaseChatModelCallOptions & {
  readonly tools?: readonly ReturnType<typeof convertToOpenAITool>[]
}

/** A class because LangChain asks for one; what it says is decided in nextMove.ts. */
export class PlaybookModel extends BaseChatModel<PlaybookOptions> {
  constructor(fields: BaseChatModelParams = {}) {
    super(fields)
  }

  override _llmType(): string {
    return 'playbook'
  }

  override bindTools(tools: BindToolsInput[]) {
    return this.withConfig({ tools: tools.map((tool) => convertToOpenAITool(tool)) })
  }

  override _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const said = nextMove(messages)
    const message = new AIMessage({
      content: said.text,
      tool_calls: callsOf(said, messages.length).map((call) => ({ ...call, args: { ...call.args } })),
    })
    return Promise.resolve({ generations: [{ text: said.text, message }] })
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    manager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const said = nextMove(messages)
    for (const text of said.text.match(/\S+\s*/g) ?? []) {
      yield new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text }) })
      await manager?.handleLLMNewToken(text)
    }
    const chunks = callsOf(said, messages.length).map((call, index) => ({
      id: call.id,
      name: call.name,
      args: JSON.stringify(call.args),
      index,
      type: 'tool_call_chunk' as const,
    }))
    yield new ChatGenerationChunk({
      text: '',
      message: new AIMessageChunk({ content: '', tool_call_chunks: chunks }),
    })
  }
}

/** Ids by place: the same turn, told again, has the same ids. */
const callsOf = (said: Said, place: number) =>
  said.calls.map((call, index) => ({ ...call, id: `playbook_${place}_${index}`, type: 'tool_call' as const }))

export const openPlaybook = (): Promise<PlaybookModel> => Promise.resolve(new PlaybookModel())
