/** Says in a sentence why SQL was refused, what may have been meant, and where it stands. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import type { Refused } from '#server/kernels/duckdb/inspectQuery.ts'
import { withoutSemicolons } from '#server/kernels/duckdb/withoutSemicolons.ts'
import { didYouMean } from '#server/preflight/closestNames.ts'
import { placeOfByte, placeOfWord, type CodePlace } from '#server/preflight/codePlace.ts'
import type { Finding } from '#shared/preflight.ts'
import type { Parameter } from '#shared/step.ts'
import type { TableSchema } from '#shared/table.ts'

export type RefusedSql = {
  readonly sql: string
  readonly parameters: Readonly<Record<string, Parameter>>
  /** What it might have read. */
  readonly inputs: readonly { readonly name: string; readonly schema: TableSchema }[]
}

export async function refusalFinding(
  connection: DuckDBConnection,
  asked: RefusedSql,
  refused: Refused,
): Promise<Finding> {
  const parsed = await troubleOf(connection, `json_serialize_sql(${quotedText(asked.sql)})`)
  if (parsed?.error_type === 'parser') {
    const place = placeOf(asked.sql, parsed)
    return deny('syntax-error', sentence(`The SQL can't be read: ${parsed.error_message}`), place)
  }
  // The tree was refused, and what is refused there is not bound either.
  if (refused.detail === '' || parsed) return deny(codeOfRefusal(refused.message), sentence(refused.message))
  // A text with parameters binds as another text, so places in that one say nothing of this one.
  const isSameText = Object.keys(asked.parameters).length === 0
  const bound = isSameText
    ? await troubleOf(connection, `json_serialize_plan(${quotedText(withoutSemicolons(asked.sql))})`)
    : undefined
  const said = saidOf(refused.detail, asked)
  const place = bound ? placeOf(asked.sql, bound) : said.word ? placeOfWord(asked.sql, said.word) : undefined
  return deny(said.code, said.text, place)
}

const deny = (code: string, text: string, place?: CodePlace): Finding => ({
  severity: 'deny',
  code,
  text,
  ...place,
})

const Trouble = z.looseObject({
  error: z.literal(true),
  error_type: z.string().default(''),
  error_message: z.string().default(''),
  position: z.coerce.number().optional(),
})
type Trouble = z.infer<typeof Trouble>

async function troubleOf(connection: DuckDBConnection, asking: string): Promise<Trouble | undefined> {
  const rows = (await connection.runAndReadAll(`SELECT ${asking}`)).getRowsJson()
  const trouble = Trouble.safeParse(JSON.parse(z.string().parse(rows[0]?.[0])))
  return trouble.success ? trouble.data : undefined
}

const placeOf = (sql: string, trouble: Trouble): CodePlace | undefined =>
  trouble.position === undefined ? undefined : placeOfByte(sql, trouble.position)

function codeOfRefusal(message: string): string {
  if (message.includes('is one SELECT')) return 'not-one-select'
  if (message.includes('function')) return 'function-not-allowed'
  return message.includes('does not define') ? 'unknown-parameter' : 'not-allowed'
}

type Said = { readonly code: string; readonly text: string; readonly word?: string }

/** The commonest complaints of the binder in plain words; the others in its own. */
function saidOf(message: string, asked: RefusedSql): Said {
  for (const { pattern, say } of COMPLAINTS) {
    const [, word] = pattern.exec(message) ?? []
    if (word !== undefined) return { ...say(word, asked, message), word }
  }
  return { code: 'not-bound', text: sentence(message.split('\n\n', 1)[0] ?? message) }
}

type Complaint = {
  readonly pattern: RegExp
  readonly say: (word: string, asked: RefusedSql, message: string) => Omit<Said, 'word'>
}

const COMPLAINTS: readonly Complaint[] = [
  {
    pattern: /^Referenced column "(.+?)" (?:was )?not found/,
    say: unknownColumn,
  },
  {
    pattern: /^Table ".+?" does not have a column named "(.+?)"/,
    say: unknownColumn,
  },
  {
    pattern: /^(?:Table with name|Referenced table) "?([^\s"]+)"? (?:does not exist|not found)/,
    say: (word, asked, message) => {
      const names = [...asked.inputs.map((one) => one.name), ...suggestedIn(message)]
      return { code: 'unknown-table', text: `There is no table called ${word}.${didYouMean(word, names)}` }
    },
  },
  {
    pattern: /^(?:\w+ )*Function with name "?([^\s"]+)"? does not exist/i,
    say: (word, _, message) => {
      const text = `There is no function called ${word}.${didYouMean(word, suggestedIn(message))}`
      return { code: 'unknown-function', text }
    },
  },
  {
    pattern: /^No function matches the given name and argument types '(.+?)'\./,
    say: (call) => ({
      code: 'wrong-types',
      text: `No function takes these types: ${call}. Cast the values to types that it takes.`,
    }),
  },
  {
    pattern: /^column "(.+?)" must appear in the GROUP BY/,
    say: (word) => ({
      code: 'not-grouped',
      text: `${word} is neither grouped nor aggregated. Add it to GROUP BY, or aggregate it, e.g. any_value(${word}).`,
    }),
  },
]

function unknownColumn(word: string, asked: RefusedSql, message: string): Omit<Said, 'word'> {
  const names = asked.inputs.flatMap((one) => one.schema.map((column) => column.name))
  const text = `There is no column called ${word} here.${didYouMean(word, [...suggestedIn(message), ...names])}`
  return { code: 'unknown-column', text }
}

/** What DuckDB proposes after its complaint. */
const suggestedIn = (message: string): readonly string[] =>
  [
    ...message
      .split('\n')
      .slice(1)
      .join('\n')
      .matchAll(/"([^"]+)"/g),
  ].flatMap((match) => match[1] ?? [])

function sentence(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim().slice(0, 1000)
  const capital = line.slice(0, 1).toUpperCase() + line.slice(1)
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}
