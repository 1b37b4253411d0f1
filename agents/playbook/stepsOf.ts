/** From what is wanted to the steps to propose: in order, with names of their own, and no more than a person can review. */
import { aggregateSteps, rankSteps, shareSteps } from '#agents/playbook/analyses/aggregate.ts'
import { cleanSteps } from '#agents/playbook/analyses/clean.ts'
import { compareGroupsSteps } from '#agents/playbook/analyses/compareGroups.ts'
import { distributionSteps } from '#agents/playbook/analyses/distribution.ts'
import { relationSteps } from '#agents/playbook/analyses/relation.ts'
import { comparePeriodsSteps, trendSteps } from '#agents/playbook/analyses/trend.ts'
import { joinSteps, profileSteps, qualitySteps, rowsSteps } from '#agents/playbook/analyses/upkeep.ts'
import { clusterSteps } from '#agents/playbook/analyses/python/clusters.ts'
import { correlationSteps } from '#agents/playbook/analyses/python/correlations.ts'
import { forecastSteps } from '#agents/playbook/analyses/python/forecast.ts'
import { outlierSteps } from '#agents/playbook/analyses/python/outliers.ts'
import { predictionSteps } from '#agents/playbook/analyses/python/prediction.ts'
import type { DraftStep, NameFor } from '#agents/playbook/draftStep.ts'
import type { Intent } from '#agents/playbook/intent.ts'
import { remapped, replacingTable } from '#agents/playbook/remap.ts'
import { freshName } from '#agents/playbook/sqlText.ts'

/** `intent` and `at` say which step of which intent this is, however it is revised. */
export type PlacedStep = DraftStep & {
  readonly place: { readonly intent: number; readonly at: number }
  /** A chart that an edit of its table made into another. */
  readonly isRedrawn?: boolean
}

export type Draft = {
  readonly steps: readonly PlacedStep[]
  /** What there was no need to do, in sentences. */
  readonly notes: readonly string[]
  /** Titles of steps that would have been too many at once. */
  readonly left: readonly string[]
}

export type Bounds = {
  readonly most: number
  /** Names of datasets and of steps that are not the playbook's to replace. */
  readonly taken: readonly string[]
  readonly languages: readonly string[]
  /** The name that the at-th result of an intent had before it was revised: what reads it goes on to find it. */
  readonly given?: (intent: number, at: number) => string | undefined
}

export const MOST_STEPS = 8
/** The place of a table that is made ready for the others. */
const BEFORE = -1

export function stepsOf(intents: readonly Intent[], bounds: Bounds): Draft {
  const taken = [...bounds.taken]
  const places = new Map<string, number>()
  const namer = (intent: number): NameFor => {
    let last = -1
    return (wanted, place) => {
      if (place !== 'before') last += 1
      const at = place === 'before' ? BEFORE : last
      const name = bounds.given?.(intent, at) ?? freshName(wanted, taken)
      places.set(name, at)
      taken.push(name)
      return name
    }
  }
  const steps: PlacedStep[] = []
  const notes: string[] = []
  const place = (intent: number, made: readonly DraftStep[]): void => {
    steps.push(...made.map((step) => ({ ...step, place: { intent, at: places.get(step.output) ?? 0 } })))
  }
  let rest = intents
    .map((intent, at) => ({ intent, at }))
    .toSorted((a, b) => Number(b.intent.kind === 'clean') - Number(a.intent.kind === 'clean'))
  for (let next = rest[0]; next; next = rest[0]) {
    const { intent, at } = next
    rest = rest.slice(1)
    if (intent.kind !== 'clean') {
      place(at, analysis(intent, namer(at)))
      continue
    }
    const cleaned = cleanSteps(intent, namer(at))
    place(at, cleaned.steps)
    notes.push(...cleaned.notes)
    const remap = replacingTable(intent.scope.table.name, cleaned.table)
    rest = rest.map((one) => ({ ...one, intent: remapped(one.intent, remap) }))
  }
  return {
    ...fitting(
      steps.filter((step) => bounds.languages.includes(step.language)),
      bounds.most,
    ),
    notes,
  }
}

function analysis(
  intent: Exclude<Intent, { readonly kind: 'clean' }>,
  nameFor: NameFor,
): readonly DraftStep[] {
  switch (intent.kind) {
    case 'aggregate':
      return aggregateSteps(intent, nameFor)
    case 'rank':
      return rankSteps(intent, nameFor)
    case 'share':
      return shareSteps(intent, nameFor)
    case 'compare-groups':
      return compareGroupsSteps(intent, nameFor)
    case 'compare-periods':
      return comparePeriodsSteps(intent, nameFor)
    case 'trend':
      return trendSteps(intent, nameFor)
    case 'distribution':
      return distributionSteps(intent, nameFor)
    case 'relation':
      return relationSteps(intent, nameFor)
    case 'rows':
      return rowsSteps(intent, nameFor)
    case 'join':
      return joinSteps(intent, nameFor)
    case 'correlations':
      return correlationSteps(intent, nameFor)
    case 'outliers':
      return outlierSteps(intent, nameFor)
    case 'forecast':
      return forecastSteps(intent, nameFor)
    case 'clusters':
      return clusterSteps(intent, nameFor)
    case 'prediction':
      return predictionSteps(intent, nameFor)
    case 'profile':
      return profileSteps(intent, nameFor)
    case 'quality':
      return qualitySteps(intent, nameFor)
  }
}

/** What goes first when not all fits: points behind a correlation, then charts from the last on. */
const weight = (step: DraftStep): number => {
  if (step.part.startsWith('points')) return 0
  if (step.part === 'means chart') return 2
  if (step.part === 'means') return 3
  return step.language === 'chart' ? 1 : 4
}

function fitting(
  steps: readonly PlacedStep[],
  most: number,
): { readonly steps: readonly PlacedStep[]; readonly left: readonly string[] } {
  const kept = [...steps]
  const left: string[] = []
  while (kept.length > most) {
    const least = Math.min(...kept.map(weight))
    const at = kept.findLastIndex((step) => weight(step) === least)
    const [gone] = kept.splice(at, 1)
    if (!gone) break
    left.unshift(gone.title)
    const needy = kept.filter((step) => step.code.includes(`"name": "${gone.output}"`))
    for (const step of needy) {
      kept.splice(kept.indexOf(step), 1)
      left.push(step.title)
    }
  }
  return { steps: kept, left }
}
