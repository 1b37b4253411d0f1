import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { modelProblem, openModel } from '#agents/models.ts'
import { inOrder, ScriptedChatModel } from '#agents/testing/scriptedModel.ts'

describe('The configured model', () => {
  it.each([
    [{ model: 'openai:gpt-5', env: {} }, 'OPENAI_API_KEY is not set'],
    [{ model: 'anthropic:claude', env: { OPENAI_API_KEY: 'x' } }, 'ANTHROPIC_API_KEY is not set'],
    [{ model: 'gpt-5', env: {} }, 'write playbook, or <provider>:<model>'],
    [{ model: 'openai:', env: {} }, 'write playbook, or <provider>:<model>'],
    [{ model: 'mystery:x', env: {} }, 'openai, anthropic, ollama'],
    [{ model: 'ollama:x', baseUrl: 'localhost', env: {} }, 'COUNTERSIGN_MODEL_BASE_URL is not an address'],
  ])('is refused with what is missing: %j', async (config, words) => {
    expect(modelProblem(config)).toContain(words)
    const opened = await openModel(config, () => Promise.reject(new Error('Not the playbook')))
    expect(opened).toMatchObject({ ok: false, error: expect.stringContaining(words) as string })
  })

  it.each([
    { model: 'playbook', env: {} },
    { model: '', env: {} },
    { model: 'openai:any', baseUrl: 'http://127.0.0.1:8080/v1', env: {} },
    { model: 'ollama:qwen3', env: {} },
    { model: 'anthropic:claude', env: { ANTHROPIC_API_KEY: 'x' } },
  ])('is fine as %j', (config) => {
    expect(modelProblem(config)).toBeUndefined()
  })

  it('is the playbook when none is named', async () => {
    const playbook = new ScriptedChatModel(inOrder({}))
    const opened = await openModel({ model: '', env: {} }, () => Promise.resolve(playbook))
    expect(opened).toEqual({ ok: true, value: { name: 'playbook', kind: 'local', model: playbook } })
  })
})

describe('What the server loads at its start', () => {
  it.each([
    'models',
    'port',
    'seen',
    'turnContext',
    'contextIn',
    'turnOutcome',
    'untrusted',
    'masking',
    'tools/look',
    'tools/act',
    'tools/toolAnswer',
  ])('of %s does not load LangChain', (entry) => {
    expect([...loadedBy(`agents/${entry}.ts`)].filter((path) => path.includes('langchain'))).toEqual([])
  })

  it('would be seen to: a turn does load it', () => {
    expect(loadedBy('agents/turn.ts')).toContain('langchain')
  })
})

/** Everything that a file imports as a value, through all files of ours. */
function loadedBy(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  if (!file.endsWith('.ts')) return seen
  const imports = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) (?!type )(?:[^']*? from )?'([^']+)'/gm,
  )
  for (const [, path = ''] of imports) loadedBy(path.startsWith('#') ? path.slice(1) : path, seen)
  return seen
}
