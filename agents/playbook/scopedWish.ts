/** From a wish to an intent: which tables its columns need, and which rows. */
import type { Clause } from '#agents/playbook/clause.ts'
import type { Dimension, Filter, Intent, Question, Scope } from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import { isSame } from '#agents/playbook/measures.ts'
import { type Choices, joinChoice } from '#agents/playbook/questions.ts'
import { fieldsOf, scopeOf } from '#agents/playbook/scope.ts'
import type { Wish } from '#agents/playbook/wish.ts'
import { wordsOfText } from '#agents/playbook/words.ts'

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

export function scopedOf(
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

export function withScope(wish: Wish, scope: Scope): Intent {
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
