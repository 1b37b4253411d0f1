/** Which analysis a clause asks for that takes Python, and what it says of it: method, number of clusters, periods ahead. */
import { flattened } from '#agents/playbook/cues.ts'
import type { Grain, Statistic } from '#agents/playbook/intent.ts'

type Kind = Statistic['kind']

/** The first that fits wins. Patterns are over lower case without accents. */
const ASKED: readonly (readonly [Kind, RegExp])[] = [
  [
    'forecast',
    /\b(forecast\w*|prognos\w*|extrapolat\w*|vorhersag\w*|projections? (for|of)|predict\w*\b(?=.*\b(next|future|coming|upcoming|ahead|20\d\d)\b)|expect(ed)?\b(?=.*\b(next|coming|upcoming) )|what will\b|will\b(?=.*\bbe\b)|(next|coming|upcoming) (\w+ )?(days?|weeks?|months?|quarters?|years?)\b)/,
  ],
  [
    'clusters',
    /\b(cluster\w*|k-?means|segmentation|segment (the|our|my|these|all|those) \w+|(natural|distinct|similar) (groups?|groupings|segments?|types)|groups? of (similar|alike)|group (the |our |my )?similar|(fall|divide|split|sort)s? (\w+ )?(\w+ )?into (natural |similar |\w+ )?(groups|segments|types|kinds)|ahnliche\w* gruppen|gruppen bilden)\b/,
  ],
  [
    'outliers',
    /\b(outlier\w*|outlying|anomal\w+|unusual(ly)?|abnormal\w*|extreme (values?|rows?|cases?|observations?)|suspicious(ly)? (\w+ )?(values?|rows?|high|low)|odd (values?|ones)|strange values?|far from the (rest|others|median)|out of the ordinary|ausrei(?:ss|ß)er\w*)\b/,
  ],
  [
    'correlations',
    /\b(correlation (matrix|table|heat-?\s?map|map)|correlations|korrelation(en|smatrix)|pairwise|(which|what) (\w+ )?(\w+ )?correlates?|(which|what) (\w+ )?(columns?|variables?|numbers?|measures?|features?|fields?|things?) (are|go|move) (\w+ )?(correlated|related|together|linked)|how do (the|all) (\w+ )?(columns?|variables?|numbers?|measures?) (relate|go together|move together)|how (?:are|do) (?:all |the |these |our |my )*\w+ correlated?|spearman\w*|rank correlation|correlat\w* (\w+ )?(all|every|the (numeric|numerical|number))|(all|numeric|numerical) (columns?|variables?|measures?) (correlat\w+|relate))\b/,
  ],
  [
    'prediction',
    /\b(predict\w*|classif\w+|regression|machine learning|feature importance|important (features?|columns?|factors?|predictors?)|(train|build|fit) (a |an )?(\w+ )?model|model (for|of|to|that)|explain(s|ed)? \w+ best|best explains?|(which|what) (\w+ )?(factors?|features?|columns?|variables?|attributes?) (best |most |mainly )?(predict|explain|drive|determine|influence|affect|tell|matter)\w*|how well can|can (we|you|one|i) (tell|estimate)|estimate \w+ (\w+ )?(from|using|based on))\b/,
  ],
]

/** Talk about how an analysis is done, which is done anyway: no wish of its own. */
const MANNER =
  /\b(uncertaint\w+|intervals?|bands?|back-?test\w*|baseline\w*|silhouettes?|cross-?validat\w*|folds?|hold-?out|permutation|importance\w*|heat-?map|matrix|sizes?|cent(re|er)s?|how (good|well|sure|reliable|far)|how (the |many |do )?(the )?(groups|clusters|segments)|per cluster|each cluster)\b/

export const isMannerOnly = (clause: string): boolean => {
  const text = flattened(clause)
  return MANNER.test(text) && statisticIn(text) === null
}

export function statisticIn(clause: string): Kind | null {
  const text = flattened(clause)
  return ASKED.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}

const WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  eighteen: 18,
  twenty: 20,
  thirty: 30,
  zwei: 2,
  drei: 3,
  vier: 4,
  funf: 5,
  sechs: 6,
  zwolf: 12,
}
const NUMBER = String.raw`(\d{1,3}|${Object.keys(WORDS).join('|')})`
const numberOf = (said: string | undefined): number | null =>
  said === undefined ? null : (WORDS[said] ?? Number(said))

const CLUSTERS = new RegExp(
  String.raw`\b${NUMBER}[ -](?:\w+ )?(?:clusters?|groups?|segments?|types|gruppen)\b|\bk ?= ?(\d{1,2})\b|\binto ${NUMBER}\b`,
)

/** 2 to 20, as asked; null where the text leaves it open. */
export function clusterCountIn(clause: string): number | null {
  const found = CLUSTERS.exec(flattened(clause))
  const k = numberOf(found?.[1] ?? found?.[2] ?? found?.[3])
  return k !== null && k >= 2 && k <= 20 ? k : null
}

const UNIT = String.raw`(hours?|days?|weeks?|months?|quarters?|years?|stunden?|tage?n?|wochen?|monate?n?|quartale?|jahre?n?)`
const AHEAD: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:next|coming|following|upcoming|nachsten?) (?:${NUMBER} )?${UNIT}\b`),
  new RegExp(String.raw`\b${NUMBER}[ -]${UNIT}\b`),
]

export type Ahead = { readonly count: number; readonly unit: Grain }

/** How far ahead, in the unit that was said. */
export function aheadIn(clause: string): Ahead | null {
  const text = flattened(clause)
  for (const pattern of AHEAD) {
    const found = pattern.exec(text)
    const unit = found && unitOf(found[2] ?? '')
    if (unit) return { count: numberOf(found[1]) ?? 1, unit }
  }
  return null
}

function unitOf(said: string): Grain | null {
  if (/^(hour|stund)/.test(said)) return 'hour'
  if (/^(day|tag)/.test(said)) return 'day'
  if (/^(week|woche)/.test(said)) return 'week'
  if (said.startsWith('mon')) return 'month'
  if (said.startsWith('quart')) return 'quarter'
  return /^(year|jahr)/.test(said) ? 'year' : null
}

export const rankMethodIn = (clause: string): 'pearson' | 'spearman' | null => {
  const text = flattened(clause)
  if (/\b(spearman\w*|rank(ed)? correlation\w*|ranks|monoton\w+)\b/.test(text)) return 'spearman'
  return /\b(pearson\w*|linear correlation\w*)\b/.test(text) ? 'pearson' : null
}

export const outlierRuleIn = (clause: string): 'mad' | 'iqr' | null => {
  const text = flattened(clause)
  if (/\b(iqr|inter-?quartile|tukey\w*|quartiles?|box-?\s?plots?)\b/.test(text)) return 'iqr'
  return /\b(mad|median absolute deviation|robust z)\b/.test(text) ? 'mad' : null
}
