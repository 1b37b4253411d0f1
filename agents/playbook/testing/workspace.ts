/** A workspace for the playbook alone: proposals bind and run on a real DuckDB, decisions are those that a test takes. */
import { openPlaybook } from '#agents/playbook/playbookModel.ts'
import { openInMemory } from '#agents/playbook/testing/inMemory.ts'
import type { TestTable } from '#agents/playbook/testing/tables.ts'
import type { SeenProposal, SeenRun } from '#agents/seen.ts'
import { createMemoryPort, type MemoryPort, numberedId } from '#agents/testing/memoryPort.ts'
import { MOST_ROWS_SEEN } from '#agents/tools/look.ts'
import type { StoryItem, TurnContext } from '#agents/turnContext.ts'
import { runTurn } from '#agents/turn.ts'
import type { TurnOutcome } from '#agents/turnOutcome.ts'
import { FIRST_TURN_BUDGET } from '#shared/agentTurn.ts'
import { digestOf } from '#shared/digest.ts'
import { ProposalId, QuestionId, RunId, StepId, TableName } from '#shared/ids.ts'

type Given = {
  readonly objective: string
  readonly constraints?: TurnContext['constraints']
  /** Why there is no Python. */
  readonly noPython?: string
}

export type PlaybookWorkspace = {
  readonly turn: () => Promise<{ readonly outcome: TurnOutcome; readonly port: MemoryPort }>
  readonly proposals: () => readonly SeenProposal[]
  readonly approve: (output: string) => Promise<void>
  readonly reject: (output: string, reason: string) => void
  readonly edit: (output: string, code: string, name?: string) => Promise<void>
  readonly answer: (text: string) => void
  readonly close: () => void
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

export async function openPlaybookWorkspace(
  tables: readonly TestTable[],
  given: Given,
): Promise<PlaybookWorkspace> {
  const database = await openInMemory(tables)
  const story: StoryItem[] = []
  const plan: TurnContext['plan'][number][] = []
  let made = 0

  const proposals = (): readonly SeenProposal[] =>
    story.flatMap((item) => (item.kind === 'proposal' ? [item.proposal] : []))
  const replace = (proposal: SeenProposal): void => {
    const at = story.findIndex(
      (item) => item.kind === 'proposal' && item.proposal.proposalId === proposal.proposalId,
    )
    story.splice(at, 1, { kind: 'proposal', proposal })
  }
  const open = (output: string): SeenProposal => {
    const found = proposals().findLast((one) => one.output === output && one.status === 'in-review')
    if (!found)
      throw new Error(
        `Nothing in review is called ${output}: ${proposals()
          .map((one) => `${one.output} ${one.status}`)
          .join(', ')}`,
      )
    return found
  }

  /** As preflight does when what a chart reads has changed. */
  function blockCharts(): void {
    for (const chart of proposals()) {
      if (chart.language !== 'chart' || chart.status !== 'in-review') continue
      const input = /"name": "(.+?)"/.exec(chart.code)?.[1]
      const table = proposals().findLast((one) => one.output === input && one.status === 'succeeded')
      const columns = table?.run?.kind === 'table' ? table.run.columns.map((one) => one.name) : []
      const fields = [...chart.code.matchAll(/"field": "(.+?)"/g)].map((match) => match[1] ?? '')
      if (fields.some((field) => !columns.includes(field)))
        replace({ ...chart, status: 'blocked', because: `${input} has not all of ${fields.join(', ')}` })
    }
  }

  async function run(proposal: SeenProposal): Promise<SeenRun> {
    made += 1
    const runId = RunId.parse(numberedId(5000 + made))
    const artifact = digestOf(`${proposal.output}${proposal.code}`)
    if (proposal.language === 'chart')
      return { kind: 'chart', runId, name: proposal.output, artifact, input: proposal.output }
    if (proposal.language === 'python') throw new Error('There is no Python here; e2e has it')
    const result = await database.keep(proposal)
    return {
      kind: 'table',
      runId,
      name: proposal.output,
      artifact,
      totalRows: result.rows.length,
      columns: result.columns.map((name, at) => ({
        name,
        type: result.types[at] ?? 'VARCHAR',
        sensitivity: 'none',
      })),
      rows: result.rows.map((row) =>
        result.columns.map((name) => (row[name] === null ? null : textOf(row[name]))),
      ),
    }
  }

  const descriptions = tables.map((table) => ({
    name: TableName.parse(table.name),
    version: 1,
    rows: table.rows.length,
    fileName: `${table.name}.csv`,
    rejectedRows: 0,
    ...(table.profile.duplicateRows === undefined ? {} : { duplicateRows: table.profile.duplicateRows }),
    columns: table.profile.columns.map((column) => ({ ...column, sensitivity: 'none' as const })),
  }))

  async function turn() {
    const results = new Map(
      proposals().flatMap((one) => (one.run ? [[String(one.output), one.run] as const] : [])),
    )
    const shortened = new Map(
      [...results].map(([name, one]) => [
        name,
        one.kind === 'table' ? { ...one, rows: one.rows.slice(0, MOST_ROWS_SEEN) } : one,
      ]),
    )
    const absent = given.noPython === undefined ? {} : { noPython: given.noPython }
    const port = createMemoryPort({ descriptions, samples: [], results: shortened, ...absent }, (step) => {
      made += 1
      const revised =
        'proposalId' in step ? proposals().find((one) => one.proposalId === step.proposalId) : undefined
      const proposal: SeenProposal = {
        proposalId: ProposalId.parse(numberedId(made)),
        stepId: revised?.stepId ?? StepId.parse(numberedId(1000 + made)),
        change: revised ? 'change' : 'add',
        author: 'agent',
        title: step.title,
        language: step.language,
        code: step.code,
        parameters: {},
        output: step.output,
        ...(step.alsoOutputs ? { alsoOutputs: step.alsoOutputs } : {}),
        rationale: step.rationale,
        status: 'in-review',
      }
      if (revised?.status === 'in-review') replace({ ...revised, status: 'superseded' })
      story.push({ kind: 'proposal', proposal })
      return {
        outcome: 'in-review',
        proposalId: proposal.proposalId,
        stepId: proposal.stepId,
        tier: 'R1',
        tierReasons: [],
        reads: [],
        schema: [],
        checks: [],
        warnings: [],
      }
    })
    const context: TurnContext = {
      cause: { kind: 'asked' },
      objective: { text: given.objective, acceptance: [] },
      constraints: given.constraints ?? [],
      datasets: descriptions.map(({ name, version, rows, fileName, columns }) => ({
        name,
        version,
        rows,
        fileName,
        columns: columns.map((column) => ({
          name: column.name,
          type: column.type,
          sensitivity: column.sensitivity,
        })),
      })),
      plan,
      story: [...story],
    }
    const model = { name: 'playbook', kind: 'local', model: await openPlaybook() } as const
    const outcome = await runTurn({
      context,
      port,
      model,
      budget: FIRST_TURN_BUDGET,
      signal: new AbortController().signal,
      onText: () => undefined,
    })
    for (const outlined of port.outlined) plan.splice(0, plan.length, ...outlined.steps)
    for (const asked of port.asked)
      story.push({
        kind: 'question',
        questionId: QuestionId.parse(numberedId((made += 1))),
        text: asked.text,
        options: asked.options ?? [],
      })
    for (const one of port.concluded) story.push({ kind: 'conclusion', text: one.text, citations: [] })
    return { outcome, port }
  }

  return {
    turn,
    proposals,
    approve: async (output) => {
      const proposal = open(output)
      replace({ ...proposal, status: 'succeeded', run: await run(proposal) })
    },
    reject: (output, reason) =>
      replace({ ...open(output), status: 'rejected', reason: { code: 'wrong-logic', text: reason } }),
    edit: async (output, code, name = output) => {
      const proposal = open(output)
      made += 1
      const edited: SeenProposal = {
        ...proposal,
        proposalId: ProposalId.parse(numberedId(made)),
        author: 'person',
        code,
        output: TableName.parse(name),
        status: 'succeeded',
      }
      replace({ ...proposal, status: 'superseded' })
      story.push({ kind: 'proposal', proposal: { ...edited, run: await run(edited) } })
      story.push({
        kind: 'edit',
        from: proposal.proposalId,
        to: edited.proposalId,
        codeBefore: proposal.code,
        codeAfter: code,
      })
      blockCharts()
    },
    answer: (text) => {
      const at = story.findLastIndex((item) => item.kind === 'question' && item.answer === undefined)
      const item = story[at]
      if (item?.kind === 'question') story.splice(at, 1, { ...item, answer: text })
    },
    close: database.close,
  }
}
