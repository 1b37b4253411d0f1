/** Reacts to entries by doing I/O and sending commands. Looks at the state, not at the single entry, so that nothing is missed after a restart. */
import type { WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type Reactor = {
  readonly name: string
  /** Called after each batch of entries and once at the start; must return at once and do its work on its own. */
  readonly react: (state: WorkspaceState, host: WorkspaceHost) => void
  readonly close: () => void
}

/** Attaches reactors to a workspace; returns the way to detach them. A reactor that throws is a bug and is reported. */
export function attachReactors(
  host: WorkspaceHost,
  reactors: readonly Reactor[],
  report: (failure: unknown, reactor: string) => void,
): () => void {
  const wake = (): void => {
    const state = host.state()
    for (const reactor of reactors) {
      try {
        reactor.react(state, host)
      } catch (failure) {
        report(failure, reactor.name)
      }
    }
  }
  const stop = host.subscribe(host.head().seq, wake)
  wake()
  return () => {
    stop()
    for (const reactor of reactors) reactor.close()
  }
}
