/** What must be asked before a clause can be answered, and what a person's earlier answers settle. */
import type { Clause } from '#agents/playbook/clause.ts'
import type { Reading } from '#agents/playbook/clauseIntents.ts'
import type { Mention } from '#agents/playbook/columns.ts'
import { filtersOf } from '#agents/playbook/filters.ts'
import type { Join, Question } from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import { isMeasurable } from '#agents/playbook/measures.ts'
import { has } from '#agents/playbook/wish.ts'

/** Choices that a person made before: which column a word means, which join is meant. */
export type Choices = readonly string[]

/** A word that no column bears, and the columns that it may stand for. */
export type UnknownWord = { readonly said: string; readonly question: Question }

/** Counting rows is no answer to a question about a word that is not there, and nothing at all is none either. */
export function unknownWordIn(
  clause: Clause,
  reading: Reading | null,
  tables: readonly KnownTable[],
): UnknownWord | null {
  const said = clause.unread[0]
  if (said === undefined) return null
  const isAsked = reading
    ? reading.wishes.some(
        (wish) => 'measure' in wish && wish.measure.field === null && wish.kind !== 'share',
      ) && !clause.tables.length
    : has(clause, 'rank', 'average', 'median', 'sum', 'trend')
  if (!isAsked || clause.cues.has('count')) return null
  const [first, ...others] = reading
    ? [reading.table, ...tables.filter((table) => table.name !== reading.table.name)]
    : [...clause.tables.map(({ table }) => table), ...tables].filter(
        (table, at, all) => all.findIndex((one) => one.name === table.name) === at,
      )
  if (!first) return null
  const columns = [first, ...others].flatMap((table) =>
    table.columns
      .filter((column) => isMeasurable(column) || (reading !== null && column.kind === 'boolean'))
      .map((column) => dotted({ table, column })),
  )
  if (columns.length === 0) return null
  return {
    said,
    question: {
      text: `I find no column for “${said}” in “${clause.text}”. Which column do you mean?`,
      options: columns.slice(0, 12),
    },
  }
}

export const dotted = (field: Field): string => `${field.table.name}.${field.column.name}`
export const joinChoice = (join: Join): string => `${dotted(join.left)} = ${dotted(join.right)}`
/** A column that counts something may be what a word counts; a price is not what "gained" means. */
const COUNTING = /(^|[^a-z])(counts?|numbers?|quantity|qty|totals?|amounts?|values?|n)$/i

/** The column that the word stands for when there is no other that it could be. */
export function onlyMeaningOf({ question }: UnknownWord): string | null {
  const [only, ...others] = question.options
  return only !== undefined && others.length === 0 && COUNTING.test(only) ? only : null
}

export const spokenColumn = (name: string): string => name.slice(name.indexOf('.') + 1).replaceAll('_', ' ')

/** A column that a person chose is no longer one of several. */
export function settled(clause: Clause, choices: Choices): Clause {
  const settle = (mention: Mention): Mention => {
    const all = [mention.field, ...mention.rivals]
    const chosen = all.find((field) => choices.includes(dotted(field)))
    return chosen && mention.rivals.length > 0 ? { ...mention, field: chosen, rivals: [] } : mention
  }
  const values = clause.values.map((said) => {
    const chosen = [said.field, ...said.rivals].find((field) => choices.includes(dotted(field)))
    return chosen && said.rivals.length > 0 ? { ...said, field: chosen, rivals: [] } : said
  })
  const others = clause.filters.filter(
    (filter) => filter.kind !== 'values' || filter.field.column.kind === 'boolean',
  )
  return {
    ...clause,
    mentions: clause.mentions.map(settle),
    values,
    filters: [...filtersOf(values), ...others],
  }
}

export function rivalsIn(clause: Clause): Question | null {
  const unclear = clause.mentions.find((mention) => mention.rivals.length > 0 && mention.score < 2.4)
  if (unclear) {
    const first = clause.words[unclear.from]
    const last = clause.words[unclear.to - 1]
    const said = first && last ? clause.text.slice(first.start, last.end) : ''
    const options = [unclear.field, ...unclear.rivals].map(dotted).slice(0, 8)
    return { text: `Which column do you mean by “${said}” in “${clause.text}”?`, options }
  }
  const value = clause.values.find((said) => said.rivals.length > 0)
  if (!value) return null
  const options = [value.field, ...value.rivals].map(dotted).slice(0, 8)
  const verb = value.field.column.values.includes(value.value) ? 'is' : 'may be'
  return {
    text: `“${value.value}” ${verb} a value of several columns. Which one do you mean in “${clause.text}”?`,
    options,
  }
}
