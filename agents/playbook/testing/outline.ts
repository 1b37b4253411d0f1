/** An understanding in one line, for tests that a person can read and judge. */
import type { Dimension, Filter, Intent, Measure, Understanding } from '#agents/playbook/intent.ts'
import type { Field } from '#agents/playbook/knownTable.ts'

const name = (field: Field): string => field.column.name

const measure = ({ fn, field }: Measure): string => (field ? `${fn}(${name(field)})` : 'rows')

function dimension(by: Dimension): string {
  switch (by.kind) {
    case 'column':
      return name(by.field)
    case 'entity':
      return `${name(by.key)}>${name(by.label)}`
    case 'part':
      return by.part
    case 'grain':
      return by.grain
  }
}

function filter(one: Filter): string {
  switch (one.kind) {
    case 'values':
      return `${name(one.field)}${one.not ? '!=' : '='}${one.values.join('/')}`
    case 'compare':
      return `${name(one.field)}${one.op}${one.number}`
    case 'between':
      return `${name(one.field)}=${one.low}..${one.high}`
    case 'period':
      return `${name(one.field)}:${one.from ?? ''}..${one.to ?? ''}`
  }
}

function about(intent: Intent): string {
  switch (intent.kind) {
    case 'aggregate':
    case 'share':
      return `${measure(intent.measure)} by ${intent.by.map(dimension).join(', ') || '-'}`
    case 'rank':
      return `${intent.ascending ? 'bottom' : 'top'} ${intent.limit} ${measure(intent.measure)} by ${intent.by.map(dimension).join(', ')}`
    case 'compare-groups':
      return `${name(intent.field)} by ${dimension(intent.by)}`
    case 'compare-periods':
      return `${measure(intent.measure)} ${intent.periods.map((period) => period.label).join(' vs ') || `each ${intent.grain}`}${intent.by ? ` by ${dimension(intent.by)}` : ''}`
    case 'trend':
      return `${measure(intent.measure)} a ${intent.grain}${intent.by ? ` by ${dimension(intent.by)}` : ''} of ${name(intent.time)}`
    case 'distribution':
      return name(intent.field)
    case 'relation':
      return `${name(intent.y)} ~ ${name(intent.x)}`
    case 'rows':
      return `${intent.limit}${intent.order ? ` ${intent.ascending ? 'lowest' : 'highest'} ${name(intent.order)}` : ''}`
    case 'clean':
      return [...intent.actions, ...(intent.fill ? ['fill'] : []), ...intent.columns.map(name)].join(' ')
    case 'correlations':
      return `${intent.method} ${intent.target ? `with ${name(intent.target)} ` : ''}of ${intent.columns.map(name).join(', ')}`
    case 'outliers':
      return `${intent.rule} of ${intent.columns.map(name).join(', ')}${intent.by ? ` by ${name(intent.by)}` : ''}`
    case 'forecast':
      return `${intent.horizon} ${intent.grain} of ${measure(intent.measure)} over ${name(intent.time)}`
    case 'clusters':
      return `${intent.k ?? 'any'} of ${intent.columns.map(name).join(', ')}`
    case 'prediction':
      return `${name(intent.target)} from ${intent.features.map(name).join(', ')} ${intent.split.kind === 'any' ? 'split anyhow' : `split by ${intent.split.kind} ${name(intent.split.field)}`}`
    case 'join':
    case 'profile':
    case 'quality':
      return intent.scope.table.name
  }
}

const intentLine = (intent: Intent): string => {
  const filters = intent.scope.filters.map(filter).join(' & ')
  const joins = intent.scope.joins.map((join) => ` via ${name(join.left)}=${name(join.right)}`).join('')
  return `${intent.kind} ${about(intent)}${filters === '' ? '' : ` [${filters}]`}${joins}`
}

export function outlineOf(understanding: Understanding): string {
  return [
    ...understanding.intents.map(intentLine),
    ...understanding.questions.map((question) => `ask ${question.options.join(' or ') || 'freely'}`),
    ...understanding.unread.map((text) => `unread ${JSON.stringify(text)}`),
  ].join('; ')
}
