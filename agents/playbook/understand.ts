/** From a text and the profiles of tables to what is wanted, what was not understood and what must be asked. Pure. */
import { type Clause, clausesOf, readClause } from '#agents/playbook/clause.ts'
import { filtersFor, type Reading, readingOf } from '#agents/playbook/clauseIntents.ts'
import { wordsOfText } from '#agents/playbook/words.ts'
import type { Subject, Wish } from '#agents/playbook/wish.ts'
import { filtersOf } from '#agents/playbook/filters.ts'
import type { Mention } from '#agents/playbook/columns.ts'
import type {
  Dimension,
  Filter,
  Intent,
  Join,
  Question,
  Scope,
  Understanding,
} from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import { isMeasurable, isSame, timeFor } from '#agents/playbook/measures.ts'
import { fieldsOf, scopeOf } from '#agents/playbook/scope.ts'

/** Choices that a person made before: which column a word means, which join is meant. */
export type Choices = readonly string[]

const isAboutForm = (part: string): boolean =>
  /\b(chart|graph|plot|picture|draw|visuali[sz]e|diagramm?|grafik)\b/i.test(part)

export function understand(
  text: string,
  tables: readonly KnownTable[],
  choices: Choices = [],
  hints = '',
): Understanding {
  let subject: Subject = { measure: null, by: [], table: null }
  const intents: Intent[] = []
  const unread: string[] = []
  const questions: Question[] = []
  const assumptions: string[] = []
  let lasting: readonly Filter[] = []

  for (const part of clausesOf(text)) {
    const clause = settled(readClause(part, tables, subject.table), choices)
    const unclear = rivalsIn(clause)
    const reading = readingOf(clause, tables, subject)
    if (!reading) {
      // "Show it as a chart" asks for nothing that isn't done anyway: every result gets its chart.
      if (clause.unread.length > 0 || !isAboutForm(part)) unread.push(part)
      continue
    }
    unread.push(...clause.unread)
    const unknown = unclear ?? unknownMeasure(clause, reading, tables)
    if (unknown) {
      questions.push(unknown)
      continue
    }
    subject = { measure: reading.measure, by: reading.by, table: reading.table }
    const filters = [
      ...filtersFor(clause, reading.table, reading.wishes),
      ...(clause.filters.length === 0 ? lasting : []),
    ]
    if (/^(for|in|among|only|use only|exclud|without|ignor|consider)/i.test(part.trim()))
      lasting = clause.filters
    for (const wish of reading.wishes) {
      const scoped = scopedOf(wish, reading.table, filters, clause, choices, hints)
      if ('text' in scoped) questions.push(scoped)
      else intents.push(withScope(wish, scoped))
    }
    assumptions.push(...assumptionsOf(clause, reading.table, reading.wishes))
  }
  return {
    intents: distinctOf(mergedCleans(intents)).slice(0, 6),
    unread,
    questions: questions.slice(0, 3),
    assumptions: [...new Set(assumptions)],
  }
}

/** Counting rows is no answer to a question about a word that is not there. */
function unknownMeasure(clause: Clause, reading: Reading, tables: readonly KnownTable[]): Question | null {
  const isCounted = reading.wishes.some(
    (wish) => 'measure' in wish && wish.measure.field === null && wish.kind !== 'share',
  )
  const said = clause.unread[0]
  if (said === undefined || !isCounted || clause.cues.has('count') || clause.tables.length > 0) return null
  const columns = [reading.table, ...tables.filter((table) => table.name !== reading.table.name)].flatMap(
    (table) =>
      table.columns
        .filter((column) => isMeasurable(column) || column.kind === 'boolean')
        .map((column) => dotted({ table, column })),
  )
  return {
    text: `I find no column for “${said}” in “${clause.text}”. Which column do you mean?`,
    options: columns.slice(0, 12),
  }
}

const dotted = (field: Field): string => `${field.table.name}.${field.column.name}`
export const joinChoice = (join: Join): string => `${dotted(join.left)} = ${dotted(join.right)}`

/** A column that a person chose is no longer one of several. */
function settled(clause: Clause, choices: Choices): Clause {
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

function rivalsIn(clause: Clause): Question | null {
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
  return {
    text: `“${value.value}” is a value of several columns. Which one do you mean in “${clause.text}”?`,
    options,
  }
}

function wanted(wish: Wish): readonly Field[] {
  switch (wish.kind) {
    case 'aggregate':
    case 'rank':
    case 'share':
      return [...(wish.measure.field ? [wish.measure.field] : []), ...wish.by.flatMap(fieldsOf)]
    case 'compare-groups':
      return [wish.field, ...fieldsOf(wish.by)]
    case 'compare-periods':
    case 'trend':
      return [
        wish.time,
        ...(wish.measure.field ? [wish.measure.field] : []),
        ...(wish.by ? fieldsOf(wish.by) : []),
      ]
    case 'distribution':
      return [wish.field]
    case 'relation':
      return [wish.x, wish.y]
    case 'rows':
      return wish.order ? [wish.order] : []
    case 'clean':
    case 'join':
    case 'profile':
    case 'quality':
      return []
  }
}

function scopedOf(
  wish: Wish,
  table: KnownTable,
  filters: readonly Filter[],
  clause: Clause,
  choices: Choices,
  hints: string,
): Scope | Question {
  const stems = clause.words.map((word) => word.stem)
  const joined =
    wish.kind === 'join'
      ? clause.tables.map((said) => said.table).filter((other) => other.name !== table.name)
      : []
  const first = joined.flatMap((other): readonly Field[] =>
    other.columns[0] ? [{ table: other, column: other.columns[0] }] : [],
  )
  const fields = [...wanted(wish), ...first]
  const plain = scopeOf(table, fields, filters, stems)
  const hinted =
    plain.kind === 'ambiguous'
      ? scopeOf(
          table,
          fields,
          filters,
          wordsOfText(hints).map((word) => word.stem),
        )
      : plain
  const scoped = hinted.kind === 'scope' ? hinted : plain
  if (scoped.kind === 'scope') return scoped.scope
  if (scoped.kind === 'ambiguous') {
    const chosen = scoped.joins.find((join) => choices.includes(joinChoice(join)))
    const again = chosen ? scopeOf(table, fields, filters, stems, [chosen]) : null
    if (again?.kind === 'scope') return again.scope
    return {
      text: `For “${clause.text}”: ${table.name} can be joined with ${scoped.table.name} in several ways. Which one do you mean?`,
      options: scoped.joins.map(joinChoice),
    }
  }
  const [a, b] = [scoped.table, scoped.other]
  return {
    text: `“${clause.text}” needs ${a.name} and ${b.name}, but I found no column of ${a.name} that looks up one row of ${b.name}. Which columns belong together?`,
    options: [],
  }
}

/** The label of an entity stands in the other table; its key is the column that the join looks it up by. */
const keyed = (by: Dimension, scope: Scope): Dimension => {
  if (by.kind !== 'entity') return by
  const join = scope.joins.find((one) => one.right.table.name === by.label.table.name)
  return join ? { ...by, key: join.left } : { kind: 'column', field: by.label }
}

/** A key that comes with its readable name need not come a second time. */
const onceEach = (by: readonly Dimension[]): readonly Dimension[] =>
  by.filter(
    (one) =>
      one.kind !== 'column' || !by.some((other) => other.kind === 'entity' && isSame(other.key, one.field)),
  )

function withScope(wish: Wish, scope: Scope): Intent {
  switch (wish.kind) {
    case 'aggregate':
    case 'rank':
    case 'share':
      return { ...wish, scope, by: onceEach(wish.by.map((by) => keyed(by, scope))) }
    case 'compare-groups':
      return { ...wish, scope, by: keyed(wish.by, scope) }
    case 'compare-periods':
    case 'trend':
      return { ...wish, scope, by: wish.by && keyed(wish.by, scope) }
    case 'clean':
    case 'distribution':
    case 'join':
    case 'profile':
    case 'quality':
    case 'relation':
    case 'rows':
      return { ...wish, scope }
  }
}

function assumptionsOf(clause: Clause, table: KnownTable, wishes: readonly Wish[]): readonly string[] {
  const isTimed =
    wishes.some((wish) => wish.kind === 'trend' || wish.kind === 'compare-periods') ||
    clause.periods.length > 0
  const time = isTimed ? timeFor(table, clause) : null
  const isDateless =
    timeFor(table, clause) === null &&
    (clause.cues.has('trend') || clause.cues.has('growth') || clause.times.length > 0)
  const dateless = isDateless
    ? [`${table.name} has no column of dates, so I can't show how it changes over time.`]
    : []
  const other = time?.rivals[0]
  const chosen = time && other ? [`Time is ${time.field.column.name}, not ${other.column.name}.`] : []
  const counted = clause.periods
    .filter((p) => /\b(last|past|previous|letzte)/i.test(p.said))
    .map(
      (p) =>
        `“${p.said}” is counted back from the latest date in the data: ${p.from ?? '…'} up to, not including, ${p.to ?? '…'}.`,
    )
  return [...dateless, ...chosen, ...counted]
}

/** "Clean it: remove duplicates and fill gaps" is one cleaning, of just these kinds. */
function mergedCleans(intents: readonly Intent[]): readonly Intent[] {
  const cleans = intents.filter((intent) => intent.kind === 'clean')
  const first = cleans[0]
  if (!first || cleans.length < 2) return intents
  const exact = cleans.filter((clean) => clean.actions.length < 3)
  const kept = exact.length > 0 ? exact : cleans
  const merged: Intent = {
    ...first,
    actions: [...new Set(kept.flatMap((clean) => clean.actions))],
    fill: kept.some((clean) => clean.fill),
    columns: kept.flatMap((clean) => clean.columns),
  }
  return [
    merged,
    ...intents.filter(
      (intent) => intent.kind !== 'clean' || intent.scope.table.name !== first.scope.table.name,
    ),
  ]
}

function distinctOf(intents: readonly Intent[]): readonly Intent[] {
  const seen = new Set<string>()
  return intents.filter((intent) => {
    const key = JSON.stringify(intent, (name, value: unknown) =>
      name === 'columns' && intent.kind !== 'clean' ? undefined : value,
    )
    return !seen.has(key) && seen.add(key)
  })
}
