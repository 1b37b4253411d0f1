/** A workspace while a batch of events is folded: each collection is copied once, when it is first written. */
import type { WorkspaceState } from '#shared/workspace.ts'

/** A class, since a dozen of them are opened for each command: methods are then made once and not each time. */
export class Table<K, V> {
  readonly #source: ReadonlyMap<K, V>
  #copy: Map<K, V> | undefined

  constructor(source: ReadonlyMap<K, V>) {
    this.#source = source
  }

  get(key: K): V | undefined {
    return this.folded().get(key)
  }

  set(key: K, value: V): void {
    this.#own().set(key, value)
  }

  delete(key: K): void {
    this.#own().delete(key)
  }

  /** Replaces what is there. An unknown key is a bug: the events were not made by `decide`. */
  change(key: K, changeOf: (value: V) => V): void {
    const value = this.get(key)
    if (value === undefined) throw new Error(`The ledger speaks of ${String(key)}, which was never recorded`)
    this.set(key, changeOf(value))
  }

  values(): Iterable<V> {
    return this.folded().values()
  }

  folded(): ReadonlyMap<K, V> {
    return this.#copy ?? this.#source
  }

  #own(): Map<K, V> {
    return (this.#copy ??= new Map(this.#source))
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
    members: new Table(state.members),
    environments: new Table(state.environments),
    objectives: new Table(state.objectives),
    constraints: new Table(state.constraints),
    datasets: new Table(state.datasets),
    steps: new Table(state.steps),
    proposals: new Table(state.proposals),
    runs: new Table(state.runs),
    results: new Table(state.results),
    turns: new Table(state.turns),
    questions: new Table(state.questions),
    threads: new Table(state.threads),
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
