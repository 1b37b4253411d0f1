/** Vega-Lite specs of what Python computes: intervals beside estimates, bands around forecasts, ordinary ranges behind outliers. */
import {
  type Drawn,
  fieldName,
  FIRST,
  quantitative,
  SECOND,
  type Spec,
  specOf,
  TIME_UNIT,
  tooltipOf,
} from '#agents/playbook/charts.ts'
import type { OutColumn } from '#agents/playbook/draftStep.ts'
import type { Grain } from '#agents/playbook/intent.ts'

const plain = (name: string): Spec => ({ field: fieldName(name), type: 'quantitative' })

/** Each pair once, in the table's order of columns; blue rises together, orange goes against each other. */
export function correlationMap(drawn: Drawn, columns: readonly string[]): string {
  const axis = { type: 'nominal', title: null, sort: [...columns] }
  const isReadable = columns.length <= 12
  return specOf(drawn.input, drawn.title, {
    height: { step: isReadable ? 34 : 18 },
    encoding: {
      x: { field: 'column_b', ...axis, axis: { labelAngle: columns.length > 5 ? -40 : 0 } },
      y: { field: 'column_a', ...axis },
      tooltip: tooltipOf(drawn.all),
    },
    layer: [
      {
        mark: 'rect',
        encoding: {
          color: {
            ...plain('correlation'),
            title: 'Correlation',
            scale: { scheme: 'blueorange', domain: [-1, 1], domainMid: 0, reverse: true },
          },
        },
      },
      ...(isReadable
        ? [
            {
              mark: { type: 'text', fontSize: 12 },
              encoding: {
                text: { ...plain('correlation'), format: '.2f' },
                color: {
                  condition: { test: 'abs(datum.correlation) > 0.6', value: '#ffffff' },
                  value: '#222222',
                },
              },
            },
          ]
        : []),
    ],
  })
}

export function correlationBars(drawn: Drawn): string {
  return specOf(drawn.input, drawn.title, {
    height: { step: 24 },
    encoding: {
      y: { field: 'column_b', type: 'nominal', title: null, sort: null },
      tooltip: tooltipOf(drawn.all),
    },
    layer: [
      {
        mark: { type: 'bar', color: FIRST, opacity: 0.75 },
        encoding: {
          x: {
            ...plain('correlation'),
            title: 'Correlation, with its 95 % interval',
            scale: { domain: [-1, 1] },
          },
        },
      },
      {
        mark: { type: 'rule', color: '#222222', strokeWidth: 2 },
        encoding: { x: plain('low'), x2: { field: 'high' } },
      },
    ],
  })
}

const FAR = { type: 'point', color: SECOND, opacity: 0.6, size: 22, filled: true } as const

/** The ordinary range is what lies between the limits; it is the same for all rows, so it is drawn once, without a tooltip. */
export function outlierChart(drawn: Drawn, when: OutColumn | null, valueTitle: string): string {
  const x: Spec = when
    ? { field: fieldName(when.name), type: 'temporal', title: when.title }
    : { ...plain('distance'), title: 'Far by' }
  return specOf(drawn.input, drawn.title, {
    height: 300,
    layer: [
      {
        mark: { type: 'rect', color: FIRST, opacity: 0.15 },
        encoding: {
          y: { ...plain('lower_limit'), aggregate: 'min', title: valueTitle },
          y2: { field: 'upper_limit', aggregate: 'max' },
        },
      },
      {
        mark: FAR,
        encoding: {
          x,
          y: { ...plain('value'), title: valueTitle, scale: { zero: false } },
          tooltip: tooltipOf(drawn.all),
        },
      },
    ],
  })
}

/** A range for each group, with its far values beside it. */
export function outliersByGroup(drawn: Drawn, group: OutColumn, valueTitle: string): string {
  const y = { field: fieldName(group.name), type: 'nominal', title: group.title }
  return specOf(drawn.input, drawn.title, {
    height: { step: 26 },
    layer: [
      {
        mark: { type: 'bar', color: FIRST, opacity: 0.2 },
        encoding: {
          y,
          x: { ...plain('lower_limit'), aggregate: 'min', title: valueTitle },
          x2: { field: 'upper_limit', aggregate: 'max' },
        },
      },
      {
        mark: FAR,
        encoding: { y, x: { ...plain('value'), title: valueTitle }, tooltip: tooltipOf(drawn.all) },
      },
    ],
  })
}

/** Many groups, or columns of many units, meet on one scale: how far each value is from its own median. */
export function outlierDistances(drawn: Drawn, across: OutColumn, distanceTitle: string): string {
  return specOf(drawn.input, drawn.title, {
    height: 300,
    mark: FAR,
    encoding: {
      x: {
        field: fieldName(across.name),
        type: across.kind === 'time' ? 'temporal' : 'nominal',
        title: across.title,
      },
      y: { ...plain('distance'), title: distanceTitle },
      tooltip: tooltipOf(drawn.all),
    },
  })
}

/** What was, what is forecast, and the band of its back-test errors. */
export function forecastChart(drawn: Drawn, period: OutColumn, value: OutColumn, grain: Grain): string {
  const x = {
    field: fieldName(period.name),
    type: 'temporal',
    timeUnit: TIME_UNIT[grain],
    title: period.title,
  }
  const y = (field: string): Spec => ({
    ...quantitative(value, { scale: { zero: false } }),
    field: fieldName(field),
  })
  return specOf(drawn.input, drawn.title, {
    height: 300,
    encoding: { x, tooltip: tooltipOf(drawn.all) },
    layer: [
      {
        mark: { type: 'area', color: SECOND, opacity: 0.2 },
        encoding: { y: y('low'), y2: { field: 'high' } },
      },
      { mark: { type: 'line', color: FIRST, point: { size: 18 } }, encoding: { y: y(value.name) } },
      {
        mark: { type: 'line', color: SECOND, strokeDash: [5, 3], point: { size: 22, color: SECOND } },
        encoding: { y: y('forecast') },
      },
    ],
  })
}

export function silhouetteChart(drawn: Drawn): string {
  const y = (field: string): Spec => ({
    ...plain(field),
    title: 'Silhouette (dashed: shuffled columns)',
    scale: { zero: true },
  })
  return specOf(drawn.input, drawn.title, {
    height: 240,
    encoding: {
      x: { ...plain('k'), type: 'ordinal', title: 'Number of clusters', axis: { labelAngle: 0 } },
      tooltip: tooltipOf(drawn.all),
    },
    layer: [
      {
        mark: { type: 'line', color: '#888888', strokeDash: [4, 3] },
        encoding: { y: y('silhouette_shuffled') },
      },
      { mark: { type: 'line', color: FIRST }, encoding: { y: y('silhouette') } },
      {
        mark: { type: 'point', filled: true, size: 90, opacity: 1 },
        encoding: {
          y: y('silhouette'),
          color: {
            condition: { test: 'datum.is_chosen', value: SECOND },
            value: FIRST,
          },
        },
      },
    ],
  })
}

export function clusterChart(drawn: Drawn, x: OutColumn, y: OutColumn): string {
  return specOf(drawn.input, drawn.title, {
    mark: { type: 'point', filled: true, opacity: 0.55, size: 26 },
    height: 320,
    encoding: {
      x: quantitative(x, { scale: { zero: false } }),
      y: quantitative(y, { scale: { zero: false } }),
      color: { field: 'cluster', type: 'nominal', title: 'Cluster' },
      shape: { field: 'cluster', type: 'nominal', title: 'Cluster' },
      tooltip: tooltipOf(drawn.all),
    },
  })
}
