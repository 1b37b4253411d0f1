/** The tools by which an agent looks: names, arguments and the JSON that each answers. They change nothing. */
import { z } from 'zod'
import {
  DatasetDescription,
  DatasetSummary,
  Refused,
  SampledRows,
  SeenLineage,
  SeenProposal,
  SeenRun,
} from '#agents/seen.ts'

/** A course over time has up to 60 points: less than that would tell a part of it as the whole. */
export const MOST_ROWS_SEEN = 100

const Name = z.string().min(1).max(200)
const Limit = z.int().min(1).max(MOST_ROWS_SEEN).default(10)

const ListDatasetsArguments = z.object({})
const ListDatasetsAnswer = z.strictObject({
  datasets: z.array(DatasetSummary).readonly(),
  /** Why no Python step can run here; absent where they can. */
  noPython: z.string().optional(),
})

const DescribeDatasetArguments = z.object({ name: Name.describe('Name of a dataset') })
const DescribeDatasetAnswer = z.union([DatasetDescription, Refused])

const SampleRowsArguments = z.object({
  name: Name.describe('Name of a dataset'),
  limit: Limit.describe(`How many rows, at most ${MOST_ROWS_SEEN}`),
})
const SampleRowsAnswer = z.union([SampledRows, Refused])

const ReadStepArguments = z.object({
  step: Name.describe('Output name, step id or proposal id of a step'),
})
const ReadStepAnswer = z.union([SeenProposal, Refused])

const ReadResultArguments = z.object({
  name: Name.describe("Name of a step's output"),
  limit: Limit.describe(`How many rows, at most ${MOST_ROWS_SEEN}`),
})
const ReadResultAnswer = z.union([SeenRun, Refused])

const ReadLineageArguments = z.object({
  name: Name.describe("Name of a dataset or of a step's output"),
})
const ReadLineageAnswer = z.union([SeenLineage, Refused])

export const LOOK_TOOLS = {
  list_datasets: {
    description:
      'The datasets of this workspace with rows and columns, and why no Python step can run here, if none can.',
    arguments: ListDatasetsArguments,
    answer: ListDatasetsAnswer,
  },
  describe_dataset: {
    description:
      'The profile of one dataset: for each column type, role, nulls, distinct values, range, frequent values.',
    arguments: DescribeDatasetArguments,
    answer: DescribeDatasetAnswer,
  },
  sample_rows: {
    description: 'A few rows of one dataset. Values of sensitive columns are masked.',
    arguments: SampleRowsArguments,
    answer: SampleRowsAnswer,
  },
  read_step: {
    description: 'The latest proposal of a step: code, status, what reviewers said, what became of its run.',
    arguments: ReadStepArguments,
    answer: ReadStepAnswer,
  },
  read_result: {
    description: "The first rows of a step's result, and the digest of the artifact to cite.",
    arguments: ReadResultArguments,
    answer: ReadResultAnswer,
  },
  read_lineage: {
    description: 'What a dataset or result was made from, and what reads it, columns included.',
    arguments: ReadLineageArguments,
    answer: ReadLineageAnswer,
  },
} as const
