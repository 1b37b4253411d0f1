/** Records what executes each language, when a workspace is opened and it is not what was recorded before. */
import { version as duckdbVersion } from '@duckdb/node-api'
import type { Reactor } from '#server/reactors/reactor.ts'
import { newCommandId, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import type { Language } from '#shared/constraint.ts'
import { digestOfJson } from '#shared/digest.ts'
import type { Environment } from '#shared/run.ts'

const RECORDER: Actor = { kind: 'system', id: 'environment' }

const ENVIRONMENTS: readonly (readonly [Language, () => Environment])[] = [
  ['sql', () => ({ kernel: 'duckdb', version: duckdbVersion() })],
  ['chart', () => ({ kernel: 'vega-lite', version: '6' })],
]

/** `python` resolves when Python is ready; undefined when it is absent. */
export function environmentReactor(
  python: Promise<Environment | undefined>,
  report: (failure: unknown) => void,
): Reactor {
  let isDone = false
  let isClosed = false
  return {
    name: 'recordEnvironment',
    react(state, host) {
      if (isDone || state.seq === 0) return
      isDone = true
      for (const [language, read] of ENVIRONMENTS) record(host, language, read()).catch(report)
      python
        .then(async (environment) => {
          if (environment && !isClosed) await record(host, 'python', environment)
        })
        .catch(report)
    },
    close() {
      isClosed = true
    },
  }
}

async function record(host: WorkspaceHost, language: Language, environment: Environment): Promise<void> {
  const before = host.state().environments.get(language)
  if (before && digestOfJson(before) === digestOfJson(environment)) return
  await host.dispatch(
    newCommandId(),
    { type: 'RecordEnvironment', data: { language, environment } },
    RECORDER,
  )
}
