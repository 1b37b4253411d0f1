/** A workspace while a batch of events is folded: each collection is copied once, when it is first written. */
import type { WorkspaceState } from '#shared/workspace.ts'

export type Table<K, V> = {
  get(key: K): V | undefined
  set(key: K, value: V): void
  delete(key: K): void
  /** Replaces what is there. An unknown key is a bug: the events were not made by `decide`. */
  change(key: K, changeOf: (value: V) => V): void
  values(): Iterable<V>
  folded(): ReadonlyMap<K, V>
}

function openTable<K, V>(source: ReadonlyMap<K, V>): Table<K, V> {
  let copy: Map<K, V> | undefined
  const current = (): ReadonlyMap<K, V> => copy ?? source
  const own = (): Map<K, V> => (copy ??= new Map(source))
  return {
    get: (key) => current().get(key),
    set: (key, value) => void own().set(key, value),
    delete: (key) => void own().delete(key),
    change(key, changeOf) {
      const value = current().get(key)
      if (value === undefined)
        throw new Error(`The ledger speaks of ${String(key)}, which was never recorded`)
      own().set(key, changeOf(value))
    },
    values: () => current().values(),
    folded: current,
  }
}

type TableOf<M> = M extends ReadonlyMap<infer K, infer V> ? Table<K, V> : never

export type Draft = {
  seq: number
  at: WorkspaceState['at']
  name: string
  policy: WorkspaceState['policy']
  conclusions: WorkspaceState['conclusions']
  readonly members: TableOf<WorkspaceState['members']>
  readonly environments: TableOf<WorkspaceState['environments']>
  readonly objectives: TableOf<WorkspaceState['objectives']>
  readonly constraints: TableOf<WorkspaceState['constraints']>
  readonly datasets: TableOf<WorkspaceState['datasets']>
  readonly steps: TableOf<WorkspaceState['steps']>
  readonly proposals: TableOf<WorkspaceState['proposals']>
  readonly runs: TableOf<WorkspaceState['runs']>
  readonly results: TableOf<WorkspaceState['results']>
  readonly turns: TableOf<WorkspaceState['turns']>
  readonly questions: TableOf<WorkspaceState['questions']>
  readonly threads: TableOf<WorkspaceState['threads']>
}

export function draftOf(state: WorkspaceState): Draft {
  return {
    seq: state.seq,
    at: state.at,
    name: state.name,
    policy: state.policy,
    conclusions: state.conclusions,
    members: openTable(state.members),
    environments: openTable(state.environments),
    objectives: openTable(state.objectives),
    constraints: openTable(state.constraints),
    datasets: openTable(state.datasets),
    steps: openTable(state.steps),
    proposals: openTable(state.proposals),
    runs: openTable(state.runs),
    results: openTable(state.results),
    turns: openTable(state.turns),
    questions: openTable(state.questions),
    threads: openTable(state.threads),
  }
}

export function workspaceOf(draft: Draft): WorkspaceState {
  return {
    seq: draft.seq,
    at: draft.at,
    name: draft.name,
    policy: draft.policy,
    conclusions: draft.conclusions,
    members: draft.members.folded(),
    environments: draft.environments.folded(),
    objectives: draft.objectives.folded(),
    constraints: draft.constraints.folded(),
    datasets: draft.datasets.folded(),
    steps: draft.steps.folded(),
    proposals: draft.proposals.folded(),
    runs: draft.runs.folded(),
    results: draft.results.folded(),
    turns: draft.turns.folded(),
    questions: draft.questions.folded(),
    threads: draft.threads.folded(),
  }
}
