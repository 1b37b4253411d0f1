/** Vega-Lite specs of how well a prediction did, fold by fold, and of what it rests on. */
import { type Drawn, FIRST, quantitative, type Spec, specOf, tooltipOf } from '#agents/playbook/charts.ts'
import type { OutColumn } from '#agents/playbook/draftStep.ts'

const plain = (field: string): Spec => ({ field, type: 'quantitative' })

/** One point a fold: the baseline's lie where nothing was learnt. */
export function foldChart(drawn: Drawn, score: OutColumn): string {
  return specOf(drawn.input, drawn.title, {
    height: { step: 44 },
    encoding: { y: { field: 'model', type: 'nominal', title: null, sort: null } },
    layer: [
      {
        mark: { type: 'point', filled: true, color: FIRST, opacity: 0.5, size: 60 },
        // Only here: what a tooltip names would divide the mean.
        encoding: {
          x: quantitative(score, { scale: { zero: false }, axis: { format: '.2~f' } }),
          tooltip: tooltipOf(drawn.all),
        },
      },
      {
        mark: { type: 'tick', color: '#222222', thickness: 2, size: 26 },
        encoding: { x: { ...quantitative(score, { axis: { format: '.2~f' } }), aggregate: 'mean' } },
      },
    ],
  })
}

export function importanceChart(drawn: Drawn): string {
  return specOf(drawn.input, drawn.title, {
    height: { step: 24 },
    encoding: {
      y: { field: 'column', type: 'nominal', title: null, sort: null },
      tooltip: tooltipOf(drawn.all),
    },
    layer: [
      {
        mark: { type: 'bar', color: FIRST, opacity: 0.75 },
        encoding: { x: { ...plain('importance'), title: 'Score lost when this column is shuffled' } },
      },
      {
        mark: { type: 'rule', color: '#222222', strokeWidth: 2 },
        encoding: { x: plain('low'), x2: { field: 'high' } },
      },
    ],
  })
}
