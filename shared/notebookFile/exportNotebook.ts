/** A workspace as a Jupyter notebook (nbformat 4.5): what was approved, in the order of what reads what, with its record. Pure. */
import { digestOf } from '#shared/digest.ts'
import { wordsOf } from '#shared/constraint.ts'
import { readsOf } from '#shared/graph.ts'
import { chartCell, packagesCell, sqlCell } from '#shared/notebookFile/exportedCode.ts'
import { definitionOf, resolve } from '#shared/scope.ts'
import { outputsOf } from '#shared/step.ts'
import type {
  ConstraintState,
  ObjectiveState,
  Proposal,
  Run,
  Step,
  WorkspaceState,
} from '#shared/workspace.ts'

/** What only the shared document has. */
export type NotebookPage = {
  readonly order: readonly string[]
  readonly notes: ReadonlyMap<string, string>
}

type Output = Readonly<Record<string, unknown>>
type Cell = Readonly<Record<string, unknown>>
export type Notebook = {
  readonly nbformat: 4
  readonly nbformat_minor: 5
  readonly metadata: Readonly<Record<string, unknown>>
  readonly cells: readonly Cell[]
}

type Block =
  | { readonly id: string; readonly kind: 'note'; readonly text: string }
  | { readonly id: string; readonly kind: 'objective'; readonly fact: ObjectiveState }
  | { readonly id: string; readonly kind: 'constraint'; readonly fact: ConstraintState }
  | { readonly id: string; readonly kind: 'step'; readonly step: Step; readonly definition: Proposal }

/** `resultsOf`: what a run left, as outputs of a cell; asked beforehand of each run that `runsOf` names. */
export function exportNotebook(
  state: WorkspaceState,
  page: NotebookPage,
  resultsOf: (run: Run) => readonly Output[],
): Notebook {
  const blocks = inDependencyOrder(state, blocksOf(state, page))
  const runs = runsOf(state)
  const counts = new Map(
    [...runs.values()].toSorted((one, other) => one.seq - other.seq).map((run, at) => [run.runId, at + 1]),
  )
  const cells = [
    ...openingCells(state),
    ...blocks.flatMap((block) => {
      if (block.kind !== 'step') return proseCells(state, block)
      const run = runs.get(block.definition.proposalId)
      const count = run && counts.get(run.runId)
      return [stepCell(state, block.step, block.definition, run, count ?? null, run ? resultsOf(run) : [])]
    }),
  ]
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
      countersign: { workspace: state.name, entries: state.seq },
    },
    cells,
  }
}

/** The last run that succeeded of what defines each step. */
export function runsOf(state: WorkspaceState): ReadonlyMap<Proposal['proposalId'], Run> {
  const found = new Map<Proposal['proposalId'], Run>()
  for (const step of state.steps.values()) {
    const definition = definitionOf(state, step)
    const runs = definition?.runIds.flatMap((id) => state.runs.get(id) ?? []) ?? []
    const last = runs.findLast(({ status }) => status === 'succeeded')
    if (definition && last) found.set(definition.proposalId, last)
  }
  return found
}

function blocksOf(state: WorkspaceState, { order, notes }: NotebookPage): readonly Block[] {
  const blocks = new Map<string, Block>()
  for (const fact of state.objectives.values())
    if (!fact.isRetired) blocks.set(fact.objectiveId, { id: fact.objectiveId, kind: 'objective', fact })
  for (const fact of state.constraints.values())
    blocks.set(fact.constraintId, { id: fact.constraintId, kind: 'constraint', fact })
  for (const [id, text] of notes) if (text.trim() !== '') blocks.set(id, { id, kind: 'note', text })
  for (const step of state.steps.values()) {
    const definition = definitionOf(state, step)
    if (definition) blocks.set(step.stepId, { id: step.stepId, kind: 'step', step, definition })
  }
  const placed = order.flatMap((id) => blocks.get(id) ?? [])
  const seen = new Set(placed.map(({ id }) => id))
  return [...placed, ...[...blocks.values()].filter(({ id }) => !seen.has(id))]
}

/** As they stand, but a step after those that it reads. */
function inDependencyOrder(state: WorkspaceState, blocks: readonly Block[]): readonly Block[] {
  const byId = new Map(blocks.map((one) => [one.id, one]))
  const done = new Set<string>()
  const ordered: Block[] = []
  const put = (block: Block): void => {
    if (done.has(block.id)) return
    done.add(block.id)
    if (block.kind === 'step')
      for (const name of readsOf(state, block.step)) {
        const named = resolve(state, name)
        const before = named?.kind === 'step' ? byId.get(named.step.stepId) : undefined
        if (before) put(before)
      }
    ordered.push(block)
  }
  for (const block of blocks) put(block)
  return ordered
}

const markdown = (id: string, source: string, more: Record<string, unknown> = {}): Cell => ({
  id: cellId(id),
  cell_type: 'markdown',
  metadata: more,
  source,
})

const code = (
  id: string,
  source: string,
  count: number | null,
  outputs: readonly Output[],
  record: unknown,
): Cell => ({
  id: cellId(id),
  cell_type: 'code',
  execution_count: count,
  metadata: record === undefined ? {} : { countersign: record },
  outputs,
  source,
})

/** nbformat: 1 to 64 letters, digits, - and _. */
const cellId = (id: string): string => (/^[\w-]{1,64}$/.test(id) ? id : digestOf(id))

function openingCells(state: WorkspaceState): readonly Cell[] {
  const datasets = [...state.datasets.values()]
  const left = [...state.steps.values()].filter(
    (step) => !step.isRemoved && !definitionOf(state, step),
  ).length
  const title = [
    `# ${state.name}`,
    '',
    `Exported from a Countersign workspace as of its entry ${state.seq}. The code of each step is what was approved; its outputs are those of the recorded run. Nothing was run for this export.`,
    ...(left > 0 ? ['', `Left out: ${left} ${left > 1 ? 'steps' : 'step'} that nobody has approved.`] : []),
  ].join('\n')
  if (datasets.length === 0) return [markdown('about', title)]
  const files = datasets.map(
    ({ name, current }) => `- \`${name}.parquet\`: ${current.rows} rows, SHA-256 \`${current.digest}\``,
  )
  const where = `The cells below need these files beside this notebook, which it does not hold. In the workspace, look at a dataset and download it as Parquet:\n\n${files.join('\n')}`
  const load = [
    'import pandas as pd',
    '',
    ...datasets.map(({ name }) => `${name} = pd.read_parquet('${name}.parquet')`),
  ].join('\n')
  return [markdown('about', title), markdown('files', where), code('inputs', load, null, [], undefined)]
}

function proseCells(state: WorkspaceState, block: Exclude<Block, { kind: 'step' }>): readonly Cell[] {
  switch (block.kind) {
    case 'note':
      return [markdown(block.id, block.text)]
    case 'constraint': {
      const checks = block.fact.checks.map((check) => `- ${wordsOf(check)}`)
      return [markdown(block.id, [`**Constraint.** ${block.fact.text}`, ...checks].join('\n\n'))]
    }
    case 'objective': {
      const { objectiveId, text, acceptance } = block.fact
      const accepted = acceptance.map((one) => `- ${one}`)
      const concluded = state.conclusions.findLast((one) => one.objectiveId === objectiveId)
      return [
        markdown(block.id, [`**Objective.** ${text}`, accepted.join('\n')].join('\n\n').trim()),
        ...(concluded ? [markdown(`concluded-${block.id}`, `**Conclusion.** ${concluded.text}`)] : []),
      ]
    }
  }
}

function stepCell(
  state: WorkspaceState,
  step: Step,
  definition: Proposal,
  run: Run | undefined,
  count: number | null,
  outputs: readonly Output[],
): Cell {
  const { content } = definition
  const approvals = definition.decisions.filter(({ verdict }) => verdict === 'approve')
  const made = run ? [...(run.artifact ? [run.artifact] : []), ...(run.also ?? [])] : []
  const record = {
    step: step.stepId,
    language: content.language,
    outputs: outputsOf(content),
    stepDigest: run?.stepDigest ?? approvals.at(-1)?.stepDigest ?? null,
    approvals: approvals.map(({ by, at, stepDigest }) => ({
      by,
      name: state.members.get(by)?.name ?? null,
      at,
      stepDigest,
    })),
    run: run ? { id: run.runId, startedAt: run.startedAt, finishedAt: run.finishedAt ?? null } : null,
    results: made.map(({ name, kind, digest }) => ({ name, kind, digest })),
  }
  return code(step.stepId, sourceOf(definition), count, outputs, record)
}

function sourceOf({ content }: Proposal): string {
  switch (content.language) {
    case 'python':
      return content.code
    case 'sql':
      return sqlCell(content, content.parameters)
    case 'chart':
      return chartCell(content)
    case 'packages':
      return packagesCell(content.code)
  }
}
