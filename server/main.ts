/** What runs when Countersign is started: reads flags, opens the server, says where it is. No logic. */
import { resolve, join } from 'node:path'
import { HELP, parseConfig, type Config } from '#server/config.ts'
import { makeFolderWorkspace, makeSampleWorkspace } from '#server/firstWorkspace.ts'
import { openServer, type RunningServer } from '#server/openServer.ts'

// Prompts hold data: a library's telemetry is on only for who asks this program for it.
for (const name of ['LANGSMITH_TRACING', 'LANGCHAIN_TRACING_V2', 'LANGCHAIN_TRACING'])
  delete process.env[name]

const asked = parseConfig(process.argv.slice(2), process.env)
if (!asked.ok) fail(`${asked.error}\n\n${HELP}`)
else if (asked.value.kind === 'help') console.log(HELP)
else if (asked.value.kind === 'verify') await verify(asked.value.file, asked.value.checkpoint)
else await serve(asked.value.config)

async function serve(config: Config): Promise<void> {
  const server = await openServer(config, process.env, report).catch((failure: unknown) => {
    fail(sentenceOf(failure))
  })
  if (!server) return
  let isClosing = false
  const close = (): void => {
    if (isClosing) return
    isClosing = true
    server.close().then(
      () => process.exit(0),
      (failure: unknown) => {
        report(failure)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', close)
  process.on('SIGTERM', close)
  await greet(server, config)
}

async function greet(server: RunningServer, config: Config): Promise<void> {
  const isFirst = server.ports.workspaces.list().length === 0
  const scratch = join(resolve(config.data), 'scratch')
  if (isFirst && (config.importFolder ?? config.sample)) {
    console.log('Making the first workspace …')
    const said = config.importFolder
      ? await makeFolderWorkspace(server, scratch, config.importFolder)
      : await makeSampleWorkspace(server, scratch)
    for (const line of said) console.log(`  ${line}`)
  }
  for (const note of server.ports.abilities().notes) console.log(note)
  console.log(
    `\nCountersign is ready. Open this address (it signs you in, once):\n\n  ${server.newLogin()}\n`,
  )
}

async function verify(file: string, checkpoint: string | undefined): Promise<void> {
  const { verifyFile } = await import('#server/cli/verifyFile.ts')
  const { ok, text } = await verifyFile(file, checkpoint)
  console.log(text)
  process.exitCode = ok ? 0 : 1
}

function report(failure: unknown): void {
  console.error(failure instanceof Error ? (failure.stack ?? failure.message) : failure)
}

function sentenceOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure)
}

function fail(text: string): void {
  console.error(text)
  process.exitCode = 1
}
