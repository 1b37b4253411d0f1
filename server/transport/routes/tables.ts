/** Table artifacts in parts: a page, a column's spread, a copy to take away, a comparison. Only of what the record names. */
import { z } from 'zod'
import { Digest } from '#shared/ids.ts'
import { TableDiff } from '#shared/tableDiff.ts'
import { artifactsOf } from '#server/transport/artifactsOf.ts'
import type { ImportTrouble, TransportPorts } from '#server/transport/ports.ts'
import { problem } from '#server/transport/problem.ts'
import {
  json,
  no,
  NONE,
  OfArtifact,
  route,
  SENT,
  type Answered,
  type Route,
} from '#server/transport/route.ts'
import { GONE, UNKNOWN } from '#server/transport/routes/artifacts.ts'
import { tableNameOf } from '#server/transport/tableNameOf.ts'

const Count = z.coerce.number().int().nonnegative()
const ColumnName = z.string().min(1).max(1_000)
/** One column or several: `key=a&key=b`. */
const Key = z.union([ColumnName.transform((one) => [one]), z.array(ColumnName).max(20)])
const NO_TABLE = problem(409, 'not-a-table', 'This artifact is not a table, so there is nothing to download.')

const refused = ({ code, detail, field }: ImportTrouble): Answered => no(problem(422, code, detail, field))

export const tableRoutes = ({ artifacts, tables }: TransportPorts): readonly Route[] => [
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/artifacts/:sha256/rows',
      access: 'member',
      summary:
        'A page of a table. `sort` and `filter` are JSON: lists of what to sort by and what must hold.',
      params: OfArtifact,
      query: z.strictObject({
        offset: Count.default(0),
        limit: Count.min(1).max(1_000).default(100),
        sort: z.string().max(10_000).optional(),
        filter: z.string().max(100_000).optional(),
      }),
      body: NONE,
    },
    async ({ params, query, host }) => {
      if (!artifactsOf(host()).has(params.sha256)) return no(UNKNOWN)
      const { offset, limit, sort, filter } = query
      const page = await tables.page(params.sha256, { offset, limit, sort, filter })
      if (page.ok) return json(page.value)
      return refused(page.error)
    },
  ),
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/artifacts/:sha256/spread',
      access: 'member',
      summary: 'How the values of one column are spread: nulls, distinct, ends, and a small histogram.',
      params: OfArtifact,
      query: z.strictObject({ column: ColumnName }),
      body: NONE,
    },
    async ({ params, query, host, reply }) => {
      if (!artifactsOf(host()).has(params.sha256)) return no(UNKNOWN)
      const spread = await tables.spread(params.sha256, query.column)
      if (!spread.ok) return refused(spread.error)
      reply.header('cache-control', FOREVER)
      return json(spread.value)
    },
  ),
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/artifacts/:sha256/parquet',
      access: 'member',
      summary: 'A table as the Parquet file that the record names, under the name of the table.',
      params: OfArtifact,
      query: NONE,
      body: NONE,
      produces: ['application/vnd.apache.parquet'],
    },
    async ({ params, host, reply }) => {
      if (!artifactsOf(host()).has(params.sha256)) return no(UNKNOWN)
      const name = tableNameOf(host().state(), params.sha256)
      if (name === undefined) return no(NO_TABLE)
      const bytes = await artifacts.stream(params.sha256)
      if (!bytes) return no(GONE)
      await reply
        .header('content-type', 'application/vnd.apache.parquet')
        .header('content-disposition', `attachment; filename="${name}.parquet"`)
        .send(bytes)
      return SENT
    },
  ),
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/artifacts/:sha256/csv',
      access: 'member',
      summary:
        'A table as CSV (RFC 4180, UTF-8, a header line), its cells exact: a text that starts with = or + is not changed, so a spreadsheet may read it as a formula. Null is empty, an empty text is "".',
      params: OfArtifact,
      query: NONE,
      body: NONE,
      produces: ['text/csv'],
    },
    async ({ params, host, reply }) => {
      if (!artifactsOf(host()).has(params.sha256)) return no(UNKNOWN)
      const name = tableNameOf(host().state(), params.sha256)
      if (name === undefined) return no(NO_TABLE)
      const csv = await tables.csv(params.sha256)
      if (!csv.ok) return refused(csv.error)
      await reply
        .header('content-type', 'text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="${name}.csv"`)
        .header('content-length', csv.value.bytes)
        .send(csv.value.content)
      return SENT
    },
  ),
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/artifacts/:sha256/diff',
      access: 'member',
      summary:
        'What changed since the table `before`: columns, rows, cells, statistics. `key` names the columns by which rows are the same row; without it one is looked for.',
      params: OfArtifact,
      query: z.strictObject({ before: Digest, key: Key.optional() }),
      body: NONE,
      answer: TableDiff,
    },
    async ({ params, query, host }) => {
      const named = artifactsOf(host())
      if (!named.has(params.sha256) || !named.has(query.before)) return no(UNKNOWN)
      const diff = await tables.diff(query.before, params.sha256, query.key)
      return diff.ok ? json(diff.value) : refused(diff.error)
    },
  ),
]

const FOREVER = 'private, max-age=31536000, immutable'
