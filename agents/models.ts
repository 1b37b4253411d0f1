/** Opens the model that is configured, and says plainly what is missing. LangChain is loaded here and not before. */
import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { err, ok, type Result } from '#shared/result.ts'

export type ModelConfig = {
  /** `playbook`, or `<provider>:<model>` such as `openai:gpt-5-mini`, `anthropic:claude-sonnet-4-5`, `ollama:qwen3`. */
  readonly model: string
  /** Address of an OpenAI-compatible server, a proxy or an Ollama host. */
  readonly baseUrl?: string
  readonly env: Readonly<Record<string, string | undefined>>
}

export type OpenedModel = {
  /** As it is recorded. */
  readonly name: string
  /** `local` needs no network and no word from a provider that its answer is whole. */
  readonly kind: 'provider' | 'local'
  readonly model: BaseChatModel
}

type Provider = {
  readonly key?: string
  readonly options: (
    baseUrl: string | undefined,
    key: string | undefined,
  ) => Readonly<Record<string, unknown>>
}

/** The turn tries again by itself, with waits that a person would bear; the clients' own retries would add to that. */
const NO_RETRIES = { maxRetries: 0 } as const

const PROVIDERS: ReadonlyMap<string, Provider> = new Map<string, Provider>([
  [
    'openai',
    {
      key: 'OPENAI_API_KEY',
      options: (baseURL, apiKey) => ({
        ...NO_RETRIES,
        apiKey,
        // Refusals stand only in the raw chunks.
        __includeRawResponse: true,
        ...(baseURL ? { configuration: { baseURL }, useResponsesApi: false } : {}),
      }),
    },
  ],
  [
    'anthropic',
    {
      key: 'ANTHROPIC_API_KEY',
      options: (anthropicApiUrl, apiKey) => ({
        ...NO_RETRIES,
        apiKey,
        ...(anthropicApiUrl ? { anthropicApiUrl } : {}),
      }),
    },
  ],
  // Ollama's own default context is too short for a profile of a wide table.
  ['ollama', { options: (baseUrl) => ({ ...NO_RETRIES, numCtx: 16_384, ...(baseUrl ? { baseUrl } : {}) }) }],
])

const isPlaybook = (model: string): boolean => model === '' || model === 'playbook'

/** What is wrong with the configuration, in a sentence, without opening anything; undefined when nothing is. */
export function modelProblem({ model, baseUrl, env }: ModelConfig): string | undefined {
  if (isPlaybook(model)) return undefined
  const { provider, name } = partsOf(model)
  const known = PROVIDERS.get(provider)
  if (!known || name === '')
    return `COUNTERSIGN_MODEL is "${model}"; write playbook, or <provider>:<model> with one of ${[...PROVIDERS.keys()].join(', ')}.`
  if (baseUrl !== undefined && !URL.canParse(baseUrl))
    return `COUNTERSIGN_MODEL_BASE_URL is not an address: ${baseUrl}`
  if (known.key && !env[known.key] && baseUrl === undefined)
    return `${known.key} is not set; ${provider} needs it. Set it and start again, or leave COUNTERSIGN_MODEL empty for the playbook.`
  return undefined
}

export async function openModel(
  config: ModelConfig,
  openPlaybook: () => Promise<BaseChatModel>,
): Promise<Result<OpenedModel, string>> {
  const problem = modelProblem(config)
  if (problem) return err(problem)
  if (isPlaybook(config.model)) return ok({ name: 'playbook', kind: 'local', model: await openPlaybook() })
  const { provider } = partsOf(config.model)
  const known = PROVIDERS.get(provider)
  if (!known) return err(`Unknown provider ${provider}`)
  // A server of one's own often takes any key, but the clients insist on one.
  const key = known.key ? (config.env[known.key] ?? 'none') : undefined
  const { initChatModel } = await import('langchain')
  const model = await initChatModel(config.model, known.options(config.baseUrl, key))
  return ok({ name: config.model, kind: 'provider', model })
}

function partsOf(model: string): { readonly provider: string; readonly name: string } {
  const at = model.indexOf(':')
  return at < 0 ? { provider: '', name: model } : { provider: model.slice(0, at), name: model.slice(at + 1) }
}
