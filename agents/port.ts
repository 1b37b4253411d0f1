/** All that an agent's turn can reach of the world. There is no member that runs, decides, grants or writes a draft. */
import type {
  DatasetDescription,
  DatasetSummary,
  Refused,
  SampledRows,
  SeenLineage,
  SeenProposal,
  SeenRun,
} from '#agents/seen.ts'
import type {
  AskPersonAnswer,
  AskPersonArguments,
  ConcludeAnswer,
  ConcludeArguments,
  OutlinePlanAnswer,
  OutlinePlanArguments,
  ProposeStepAnswer,
  ProposeStepArguments,
  ReviseStepArguments,
} from '#agents/tools/act.ts'
import type { AgentCall } from '#shared/agentTurn.ts'

/** Untrusted sources that the turn had read before it proposed, e.g. `dataset:orders`. */
export type Tainted = { readonly taint: readonly string[] }

/** The port hands over values as they are and says how sensitive each column is; masking happens on this side of it. */
export type AgentPort = {
  readonly listDatasets: () => Promise<readonly DatasetSummary[]>
  /** Why no Python step can run here, with what to do about it; undefined where they can, or are about to. */
  readonly whyNoPython: () => string | undefined
  readonly describeDataset: (name: string) => Promise<DatasetDescription | Refused>
  readonly sampleRows: (name: string, limit: number) => Promise<SampledRows | Refused>
  /** By output name, step id or proposal id: the latest proposal of the step. */
  readonly readStep: (step: string) => Promise<SeenProposal | Refused>
  readonly readResult: (name: string, limit: number) => Promise<SeenRun | Refused>
  readonly readLineage: (name: string) => Promise<SeenLineage | Refused>

  readonly outlinePlan: (plan: OutlinePlanArguments) => Promise<OutlinePlanAnswer>
  /** Answers when preflight has. */
  readonly proposeStep: (step: ProposeStepArguments & Tainted) => Promise<ProposeStepAnswer>
  readonly reviseStep: (step: ReviseStepArguments & Tainted) => Promise<ProposeStepAnswer>
  readonly askPerson: (question: AskPersonArguments) => Promise<AskPersonAnswer>
  readonly conclude: (conclusion: ConcludeArguments) => Promise<ConcludeAnswer>

  /** Every model and tool call, in order, before the next one starts. */
  readonly record: (call: AgentCall) => Promise<void>
}
