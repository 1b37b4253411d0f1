/** A port over a few tables in memory. It counts what a turn led to; there is nothing in it that could run. */
import type { AgentPort } from '#agents/port.ts'
import type { DatasetDescription, SampledRows, SeenProposal, SeenRun } from '#agents/seen.ts'
import type {
  AskPersonArguments,
  ConcludeArguments,
  OutlinePlanArguments,
  ProposeStepAnswer,
  ProposeStepArguments,
  ReviseStepArguments,
} from '#agents/tools/act.ts'
import type { Tainted } from '#agents/port.ts'
import type { AgentCall } from '#shared/agentTurn.ts'
import { ProposalId, QuestionId, StepId } from '#shared/ids.ts'

export type MemoryTables = {
  readonly descriptions: readonly DatasetDescription[]
  readonly samples: readonly SampledRows[]
  readonly steps?: readonly SeenProposal[]
  readonly results?: ReadonlyMap<string, SeenRun>
  readonly noPython?: string
}

export type MemoryPort = AgentPort & {
  readonly outlined: OutlinePlanArguments[]
  readonly proposed: ((ProposeStepArguments | ReviseStepArguments) & Tainted)[]
  readonly asked: AskPersonArguments[]
  readonly concluded: ConcludeArguments[]
  readonly calls: AgentCall[]
}

export type Preflight = (step: ProposeStepArguments, at: number) => ProposeStepAnswer

export const numberedId = (at: number): string => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`

const acceptAll: Preflight = (_step, at) => ({
  outcome: 'in-review',
  proposalId: ProposalId.parse(numberedId(at)),
  stepId: StepId.parse(numberedId(at)),
  tier: 'R1',
  tierReasons: ['It reads data of this workspace, writes nothing outside, and is pure'],
  reads: [],
  schema: [],
  checks: [],
  warnings: [],
})

export function createMemoryPort(tables: MemoryTables, preflight: Preflight = acceptAll): MemoryPort {
  const port: Pick<MemoryPort, 'outlined' | 'proposed' | 'asked' | 'concluded' | 'calls'> = {
    outlined: [],
    proposed: [],
    asked: [],
    concluded: [],
    calls: [],
  }
  const missing = (name: string) => ({ refused: `There is no ${name}.` })
  const propose = (step: (ProposeStepArguments | ReviseStepArguments) & Tainted) => {
    port.proposed.push(step)
    return Promise.resolve(preflight(step, port.proposed.length))
  }
  return {
    ...port,
    whyNoPython: () => tables.noPython,
    listDatasets: () =>
      Promise.resolve(
        tables.descriptions.map(({ name, version, rows, columns, fileName, origin }) => ({
          name,
          version,
          rows,
          columns: columns.map((column) => ({
            name: column.name,
            type: column.type,
            sensitivity: column.sensitivity,
          })),
          fileName,
          ...(origin === undefined ? {} : { origin }),
        })),
      ),
    describeDataset: (name) =>
      Promise.resolve(tables.descriptions.find((one) => one.name === name) ?? missing(name)),
    sampleRows: (name, limit) => {
      const sample = tables.samples.find((one) => one.name === name)
      return Promise.resolve(sample ? { ...sample, rows: sample.rows.slice(0, limit) } : missing(name))
    },
    readStep: (step) =>
      Promise.resolve(
        tables.steps?.find((one) => one.output === step || one.proposalId === step) ?? missing(step),
      ),
    readResult: (name) => Promise.resolve(tables.results?.get(name) ?? missing(name)),
    readLineage: (name) => Promise.resolve(missing(name)),
    outlinePlan: (plan) => {
      port.outlined.push(plan)
      return Promise.resolve({ outcome: 'outlined' })
    },
    proposeStep: propose,
    reviseStep: propose,
    askPerson: (question) => {
      port.asked.push(question)
      return Promise.resolve({
        outcome: 'asked',
        questionId: QuestionId.parse(numberedId(port.asked.length)),
      })
    },
    conclude: (conclusion) => {
      port.concluded.push(conclusion)
      return Promise.resolve({ outcome: 'concluded' })
    },
    record: (call) => {
      port.calls.push(call)
      return Promise.resolve()
    },
  }
}
