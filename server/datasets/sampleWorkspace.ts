/** What the first start opens: real tables with their origin, and an objective worth asking. Nothing in it is approved. */
import type { ConstraintCheck } from '#shared/constraint.ts'

export interface SampleFile {
  /** In the folder `sample`. */
  readonly fileName: string
  readonly tableName: string
  /** Origin and licence, as shown beside the dataset. */
  readonly origin: string
}

export interface SampleWorkspace {
  readonly name: string
  readonly files: readonly SampleFile[]
  readonly objective: { readonly text: string; readonly acceptanceCriteria: readonly string[] }
  readonly constraint: { readonly text: string; readonly checks: readonly ConstraintCheck[] }
}

export const SAMPLE_WORKSPACE: SampleWorkspace = {
  name: 'Flight delays, early 2001',
  files: [
    {
      fileName: 'flights.csv',
      tableName: 'flights',
      origin:
        'U.S. Bureau of Transportation Statistics, on-time performance (14 CFR Part 234), a sample of 20,000 flights by way of vega-datasets; a work of the U.S. government, no licence of its own stated.',
    },
    {
      fileName: 'airports.csv',
      tableName: 'airports',
      origin:
        'Data.gov, Airports, by way of vega-datasets; a work of the U.S. government, public domain in the United States.',
    },
  ],
  objective: {
    text: 'Which states do the most delayed flights depart from, and how did the average delay change from week to week between January and March 2001?',
    acceptanceCriteria: [
      'Average delay_minutes and the number of flights for each state of the origin airport, worst ten first',
      'A weekly trend of the average delay_minutes as a chart',
      'A conclusion that states the numbers it rests on',
    ],
  },
  constraint: {
    text: 'Averages of fewer than 20 flights say little: leave out groups with fewer flights, and keep their number as flight_count beside each average.',
    checks: [{ kind: 'assert', predicate: 'flight_count >= 20' }],
  },
}
