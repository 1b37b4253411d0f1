/** Words that tell what is wanted, apart from what it is about. A cue is a pattern over the lower-case clause. */

export const CUES = {
  profile:
    /\b(profil\w*|overview|describe|what('s| is) in (the|this|my) \w+|explore|summar(y|ise|ize) (of )?(the |this |my )?(data\w*|table\w*|\w+ (data\w*|table))|get to know|uberblick)\b/g,
  quality:
    /\b(data quality|quality (of|check|issues?|problems?)|quality|any (problems|errors)|how (many|much) (\w+ )?(missing|nulls?|duplicates?)|check (for|the) (\w+ )?(missing|nulls?|duplicates?|errors|outliers)|missing values|duplicates?|datenqualitat|incomplete|nulls?)\b/g,
  clean:
    /\b(clean(ed|ing|se|up)?|tidy|dedup\w*|de-dup\w*|(remove|drop|delete|eliminate|fix|handle|treat) (the |all |any |exact )*(duplicate\w*|missing( values)?|nulls?|empty( values)?|wrong types|bad types|types)|(drop|remove|delete|leave out|discard) (all |the |any )*(rows|records|lines) (with|without|that have|having|where)|fill( in)? (the |all |any )*(missing|nulls?|gaps|empty)( values)?|impute\w*|(fix|correct|convert|cast) (the )?(\w+ )?(data )?types|bereinig\w*)\b/g,
  join: /\b(join\w*|merge\w*|combine\w*|link (the )?\w+ (to|with)|enrich\w*|look ?up|verknupf\w*)\b/g,
  rank: /\b(top|bottom|highest|lowest|(?<!at )most|(?<!at )least|best|worst|longest|shortest|largest|smallest|biggest|greatest|fewest|slowest|fastest|cheapest|hottest|coldest|heaviest|lightest|oldest|youngest|busiest|most expensive|rank\w*|leading|maximal|grosste\w*|kleinste\w*|hochste\w*|niedrigste\w*|meisten|beste\w*|warmest|wettest|driest|windiest|tallest|[a-z]{3,}iest(?<!priest))\b/g,
  ascending:
    /\b(bottom|lowest|(?<!at )least|shortest|smallest|fewest|slowest speed|cheapest|coldest|lightest|youngest|worst score|kleinste\w*|niedrigste\w*|driest)\b/g,
  share:
    /\b(share|shares|proportions?|percent(age)?( of)?|% of|breakdown|composition|make up|makes up|contribut\w+|fraction|split|anteile?)\b/g,
  rate: /\b(rates?|how often|how likely|likelihood|probability|chance|quote|frequen\w+)\b/g,
  growth:
    /\b(year over year|year on year|yoy|month over month|mom|quarter over quarter|qoq|week over week|growth|grew|grow|period over period|compared (to|with) (the )?(previous|last|prior))\b/g,
  trend:
    /\b(over time|trends?|trending|develop\w*|evol\w+|time series|timeline|course of|through time|across time|history|historical|seasonal\w*|changed?|verlauf|entwick\w+|zeitlich\w*|increas\w+|decreas\w+|rising|falling|declin\w+|going (up|down))\b/g,
  distribution:
    /\b(distribut\w+|histograms?|spread|how (are|is) .{1,30} (distributed|spread)|verteil\w*|skew\w*|range of|outliers?|typical)\b/g,
  relation:
    /\b(relat\w+|correlat\w+|depend\w*|affect\w*|influenc\w*|impact\w*|effects?|matters?|scatter\w*|associat\w+|connect\w+ (between|with|to)|linked|drive|drives|driven|predict\w*|explain\w*|zusammenhang|abhang\w*|versus|vs|link between|play a role)\b/g,
  compare:
    /\b(compar\w+|differ\w*|contrast|versus|vs|unterschied\w*|vergleich\w*|better than|worse than|gap between)\b/g,
  count:
    /\b(how many|number of|count( of)?|counts|how much traffic|volume of|headcount|anzahl|wie ?viele|frequency of)\b/g,
  rows: /\b(list|filter|find (all|the)|rows where|records where|show (me )?(all|the rows)|which rows|only (the )?rows|extract|subset)\b/g,
  average: /\b(average|averages|avg|mean|means|durchschnitt\w*|mittelwert\w*|mittlere\w*|typical)\b/g,
  median: /\b(medians?)\b/g,
  sum: /\b(total|totals|sum|sums|overall amount|altogether|gesamt\w*|summe\w*|cumulative|how much)\b/g,
  min: /\b(minimum|min|earliest)\b/g,
  max: /\b(maximum|max|peak|latest)\b/g,
  distinct: /\b(distinct|unique|different)\b/g,
} as const

export type Cue = keyof typeof CUES

export type FoundCue = { readonly cue: Cue; readonly start: number; readonly end: number }

/** `lower` is the clause in lower case without accents, position for position. */
export const cuesIn = (lower: string): readonly FoundCue[] =>
  cueNames.flatMap((cue) =>
    [...lower.matchAll(CUES[cue])].map((match) => ({
      cue,
      start: match.index,
      end: match.index + match[0].length,
    })),
  )

const cueNames: readonly Cue[] = [
  'profile',
  'quality',
  'clean',
  'join',
  'rank',
  'ascending',
  'share',
  'rate',
  'growth',
  'trend',
  'distribution',
  'relation',
  'compare',
  'count',
  'rows',
  'average',
  'median',
  'sum',
  'min',
  'max',
  'distinct',
]

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  fifty: 50,
  hundred: 100,
}

const TOP =
  /\b(?:top|bottom|first|best|worst|highest|lowest|largest|smallest|longest|shortest|only|the)\s+(\d{1,4}|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|fifty|hundred)\b(?!\s*(?:%|percent))|\b(\d{1,3}|three|five|ten|twenty)\s+(?:\w+\s+)?(?:most|least|highest|lowest|best|worst|largest|smallest|longest|shortest|biggest|busiest|cheapest)\b/

/** The N of "top N", with its place. */
export function topIn(
  lower: string,
): { readonly limit: number; readonly start: number; readonly end: number } | null {
  const match = TOP.exec(lower)
  const said = match?.[1] ?? match?.[2]
  if (!match || !said) return null
  const limit = NUMBER_WORDS[said] ?? Number(said)
  if (limit < 1 || (limit >= 1500 && limit <= 2200)) return null
  return { limit, start: match.index, end: match.index + match[0].length }
}

/** A text of the same length, so that places found in it are places in the original. */
export const flattened = (text: string): string =>
  Array.from(text)
    .map((letter) => {
      const plain = letter.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
      return plain.length === letter.length ? plain : letter
    })
    .join('')
