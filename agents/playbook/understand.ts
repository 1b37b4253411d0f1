/** From a text and the profiles of tables to what is wanted, what was not understood and what must be asked. Pure. */
import { withinData } from '#agents/playbook/beyond.ts'
import { type Clause, clausesOf, readClause } from '#agents/playbook/clause.ts'
import { filtersFor, type Reading, readingOf, tableOf } from '#agents/playbook/clauseIntents.ts'
import type { Dimension, Filter, Intent, Question, Scope, Understanding } from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import { columnDimension, isSame, timeFor } from '#agents/playbook/measures.ts'
import {
  type Choices,
  joinChoice,
  onlyMeaningOf,
  rivalsIn,
  settled,
  spokenColumn,
  unknownWordIn,
} from '#agents/playbook/questions.ts'
import { fieldsOf, scopeOf } from '#agents/playbook/scope.ts'
import { corrected } from '#agents/playbook/spelling.ts'
import { isTime } from '#agents/playbook/sqlText.ts'
import { unlistedTold, withUnlisted } from '#agents/playbook/unlisted.ts'
import type { Subject, Wish } from '#agents/playbook/wish.ts'
import { wordsOfText } from '#agents/playbook/words.ts'

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

  const spelled = corrected(text, tables)
  assumptions.push(...spelled.told)
  for (const said of clausesOf(spelled.text)) {
    const within = withinData(said)
    assumptions.push(...within.told)
    const read = readWhole(within.text, tables, subject, choices)
    const { clause, reading, question } = read
    assumptions.push(...(reading ? read.told : []))
    // A course of mere rows is no stand-in for a forecast of nobody knows what.
    if (!reading || (within.isFuture && !reading.measure?.field && !clause.cues.has('count'))) {
      // "Show it as a chart" asks for nothing that isn't done anyway: every result gets its chart.
      if (question) questions.push(question)
      if (clause.unread.length > 0 || !isAboutForm(said))
        unread.push(question ? (clause.unread[0] ?? said) : said)
      continue
    }
    unread.push(...clause.unread)
    if (question) {
      questions.push(question)
      continue
    }
    const wishes = within.isCause ? withBreakdown(reading.wishes, reading.table) : reading.wishes
    subject = { measure: reading.measure, by: reading.by, table: reading.table }
    const filters = [
      ...filtersFor(clause, reading.table, wishes),
      ...(clause.filters.length === 0 ? lasting : []),
    ]
    if (/^(for|in|among|only|use only|exclud|without|ignor|consider)/i.test(said.trim()))
      lasting = clause.filters
    for (const wish of wishes) {
      const scoped = scopedOf(wish, reading.table, filters, clause, choices, hints)
      if ('text' in scoped) questions.push(scoped)
      else intents.push(withScope(wish, { ...scoped, leastRows: clause.leastRows }))
    }
    assumptions.push(...assumptionsOf(clause, reading.table, wishes))
  }
  return {
    intents: distinctOf(mergedCleans(intents)).slice(0, 6),
    unread,
    questions: questions.slice(0, 3),
    assumptions: [...new Set(assumptions)],
  }
}

type ReadWhole = {
  readonly clause: Clause
  readonly reading: Reading | null
  readonly question: Question | null
  readonly told: readonly string[]
}

/** A word that can only mean one column is read as that column, and it is said. */
function readWhole(
  part: string,
  tables: readonly KnownTable[],
  subject: Subject,
  choices: Choices,
): ReadWhole {
  const plain = readClause(part, tables, subject.table)
  const clause = settled(withUnlisted(plain, tableOf(plain, tables, subject)), choices)
  const reading = readingOf(clause, tables, subject)
  const told = unlistedTold(clause)
  const unclear = rivalsIn(clause)
  if (reading && unclear) return { clause, reading, question: unclear, told: [] }
  const unknown = unknownWordIn(clause, reading, tables)
  const only = unknown && onlyMeaningOf(unknown)
  if (!unknown || only === null) return { clause, reading, question: unknown?.question ?? null, told }
  const rewritten = part.replace(unknown.said, spokenColumn(only))
  const again = settled(readClause(rewritten, tables, subject.table), choices)
  return {
    clause: again,
    reading: readingOf(again, tables, subject),
    question: null,
    told: [...told, `I take “${unknown.said}” for ${only}.`],
  }
}

/** Where a change comes from shows best by the groups of the table. */
function withBreakdown(wishes: readonly Wish[], table: KnownTable): readonly Wish[] {
  const column = table.columns.find(
    (one) => one.kind === 'text' && one.role === 'category' && one.distinct >= 2 && one.distinct <= 8,
  )
  return wishes.flatMap((wish) =>
    wish.kind === 'trend' && wish.by === null && column && !isTime(column)
      ? [wish, { ...wish, by: columnDimension({ table, column }) }]
      : [wish],
  )
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
  const decades = time && /\bdecades?\b/i.test(clause.text) ? ['Decades are shown year by year.'] : []
  const other = time?.rivals[0]
  const chosen = time && other ? [`Time is ${time.field.column.name}, not ${other.column.name}.`] : []
  const counted = clause.periods
    .filter((p) => /\b(last|past|previous|letzte)/i.test(p.said))
    .map(
      (p) =>
        `“${p.said}” is counted back from the latest date in the data: ${p.from ?? '…'} up to, not including, ${p.to ?? '…'}.`,
    )
  return [...dateless, ...decades, ...chosen, ...counted]
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
