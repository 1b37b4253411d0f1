/** One number in several groups: size, mean, median, spread. Means alone hide how much groups overlap. */
import { groupChart } from '#agents/playbook/analyses/chartOf.ts'
import { countName, countTitle, groupedBy } from '#agents/playbook/analyses/grouping.ts'
import type { DraftStep, NameFor, OutColumn } from '#agents/playbook/draftStep.ts'
import type { Intent } from '#agents/playbook/intent.ts'
import { byPhrase, joinPhrases, leastTold, missingPhrases, scopePhrase } from '#agents/playbook/phrases.ts'
import { aliasIn, isThere, leastHaving, numberIn, selectFrom } from '#agents/playbook/select.ts'
import { quoted, tableNameOf } from '#agents/playbook/sqlText.ts'
import { spokenName, unitOf, withUnit } from '#agents/playbook/units.ts'

type CompareGroups = Intent & { readonly kind: 'compare-groups' }

export function compareGroupsSteps(intent: CompareGroups, nameFor: NameFor): readonly DraftStep[] {
  const { scope, field, by } = intent
  const group = groupedBy(scope, by, [])
  const value = numberIn(scope, field)
  const said = spokenName(field.column.name)
  const unit = unitOf(field.column.name)
  const stem = tableNameOf(field.column.name)
  const taken = group.items.map((item) => item.name)
  const stats = [
    [countName(scope), 'count(*)', countTitle(scope)],
    [`avg_${stem}`, `avg(${value})`, withUnit(`Average ${said}`, unit)],
    [`median_${stem}`, `median(${value})`, withUnit(`Median ${said}`, unit)],
    [`sd_${stem}`, `stddev_samp(${value})`, withUnit(`Standard deviation of ${said}`, unit)],
    [`lowest_${stem}`, `min(${value})`, withUnit(`Lowest ${said}`, unit)],
    [`highest_${stem}`, `max(${value})`, withUnit(`Highest ${said}`, unit)],
  ] as const
  const named = stats.map(([wanted, sql, title]) => ({ name: aliasIn(scope, wanted, taken), sql, title }))
  const outs = named.map(({ name, title }): OutColumn => ({ name, kind: 'number', title, unit }))
  const mean = outs[1]
  if (!mean) return []
  const isOrdered = by.kind === 'part'
  const table: DraftStep = {
    output: nameFor(tableNameOf(`${said}${byPhrase([by])}`)),
    language: 'sql',
    code: selectFrom(scope, {
      items: [...group.items, ...named],
      where: [isThere(value), ...group.where],
      groupBy: group.groupBy,
      having: leastHaving(scope),
      orderBy: isOrdered ? group.orderBy : [`${quoted(mean.name)} DESC`, ...group.orderBy],
    }),
    title: `Compare ${said}${byPhrase([by])}${scopePhrase(scope)}`,
    rationale: [
      'Means with their spread, so that a difference can be judged against the variation within groups.',
      ...leastTold(scope),
      ...joinPhrases(scope),
      ...missingPhrases([field, ...group.fields], scope),
    ].join(' '),
    columns: [...group.outs, ...outs],
    intent,
    part: 'main',
  }
  const size =
    by.kind === 'column' ? by.field.column.distinct : by.kind === 'entity' ? by.key.column.distinct : 24
  return [table, ...(size > 60 ? [] : groupChart(table, nameFor, [by], [group], mean))]
}
