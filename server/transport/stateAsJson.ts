import type { WorkspaceState } from '#shared/workspace.ts'

/** Maps as objects, by key: what a reader of JSON expects. */
export const stateAsJson = (state: WorkspaceState): unknown => {
  const text = JSON.stringify(state, (_key, value: unknown) =>
    value instanceof Map ? Object.fromEntries<unknown>(value) : value,
  )
  return JSON.parse(text)
}
