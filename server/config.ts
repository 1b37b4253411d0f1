/** What can be set from outside: flags and environment, parsed once. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { err, ok, type Result } from '#shared/result.ts'

export const HELP = `Countersign: nothing runs until a person has countersigned exactly what will run.

  npm start -- [flags]            start the server and print its address
  npm start -- verify FILE        check an exported ledger or audit bundle, offline

Flags
  --port N      port to listen on                                (4317; 0 takes a free one)
  --host H      address to listen on                             (127.0.0.1: this machine only)
  --data DIR    folder that holds everything                     (.countersign)
  --import DIR  folder of CSV, TSV, JSON, NDJSON and Parquet files to add to a first workspace
  --no-sample   do not make the sample workspace at the first start
  --no-python   do without Python steps
  --unsafe-python  run Python steps without a sandbox; every run made so is stamped
  --help        this text

Environment
  COUNTERSIGN_MODEL           playbook (the default), or openai:NAME, anthropic:NAME, ollama:NAME
  COUNTERSIGN_MODEL_BASE_URL  address of an OpenAI-compatible server
  OPENAI_API_KEY, ANTHROPIC_API_KEY
  COUNTERSIGN_PYTHON          the Python for steps                    (python3 and its newer names)
`

const Config = z.object({
  port: z.coerce.number().int().min(0).max(65_535),
  host: z.string().min(1),
  data: z.string().min(1),
  importFolder: z.string().min(1).optional(),
  sample: z.boolean(),
  python: z.enum(['confined', 'unsafe', 'off']),
  model: z.string(),
  modelBaseUrl: z.string().min(1).optional(),
})
export type Config = z.infer<typeof Config>

export type Asked =
  | { readonly kind: 'serve'; readonly config: Config }
  | { readonly kind: 'help' }
  | { readonly kind: 'verify'; readonly file: string; readonly checkpoint: string | undefined }

export function parseConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Result<Asked, string> {
  const parsed = parseFlags(args)
  if (!parsed.ok) return parsed
  const { values, positionals } = parsed.value
  if (values.help) return ok({ kind: 'help' })
  const [verb, file] = positionals
  if (verb === 'verify')
    return file === undefined
      ? err('verify takes the file to check')
      : ok({ kind: 'verify', file, checkpoint: values.checkpoint })
  if (verb !== undefined) return err(`There is no command ${verb}; --help lists what there is`)
  const config = Config.safeParse({
    port: values.port,
    host: values.host,
    data: values.data,
    importFolder: values.import,
    sample: !values['no-sample'],
    python: values['no-python'] ? 'off' : values['unsafe-python'] ? 'unsafe' : 'confined',
    model: env['COUNTERSIGN_MODEL'] ?? 'playbook',
    modelBaseUrl: env['COUNTERSIGN_MODEL_BASE_URL'] || undefined,
  })
  if (config.success) return ok({ kind: 'serve', config: config.data })
  const issue = config.error.issues[0]
  return err(`--${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`)
}

function parseFlags(args: readonly string[]) {
  try {
    return ok(
      parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
          port: { type: 'string', default: '4317' },
          host: { type: 'string', default: '127.0.0.1' },
          data: { type: 'string', default: '.countersign' },
          import: { type: 'string' },
          checkpoint: { type: 'string' },
          'no-sample': { type: 'boolean', default: false },
          'no-python': { type: 'boolean', default: false },
          'unsafe-python': { type: 'boolean', default: false },
          help: { type: 'boolean', default: false, short: 'h' },
        },
      }),
    )
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error))
  }
}
