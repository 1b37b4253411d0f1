/** Words that mean the same in the tables people bring, some of them German. Data only; matching is columns.ts. */

/** Each line is one meaning. Written as stems (see words.ts) so that plurals need no entry. */
const MEANINGS: readonly string[] = [
  'revenue sale turnover income amount umsatz erlos earning spending expense earn sell sold spend spent buy bought gross',
  'death kill killed die died dead fatality casualty victim',
  'population pop inhabitant resident',
  'movie movy film',
  'house home property',
  'fuel gallon mileage economy consumption',
  'customer client buyer kunde patron account_holder',
  'price cost preis fee kosten cheapest expensive',
  'quantity units qty menge pieces anzahl volume bestand',
  'date day datum tag',
  'time timestamp zeit datetime when',
  'country land nation',
  'city town stadt ort',
  'region area gebiet territory zone',
  'state province bundesland',
  'product article artikel sku goods produkt',
  'category kategorie segment class kind type',
  'employee staff worker mitarbeiter personnel',
  'department dept abteilung division team',
  'salary wage pay compensation gehalt lohn earn paid',
  'gender sex geschlecht',
  'age alter oldest youngest older younger old',
  'weight mass gewicht heaviest lightest heavy heavier lighter',
  'height grosse size tallest taller',
  'length lange longest shortest',
  'temperature temp temperatur hottest coldest warmest warm cold hot',
  'precipitation rain rainfall prcp niederschlag rainiest wettest driest',
  'wind windspeed windiest',
  'humidity feuchte luftfeuchtigkeit',
  'pressure druck',
  'delay late lateness verspatung',
  'distance dist entfernung strecke',
  'duration elapsed latency dauer',
  'origin departure depart abflug von from',
  'destination arrival arrive dest ziel ankunft to',
  'airport flughafen iata',
  'supplier vendor lieferant',
  'stock inventory bestand on_hand',
  'warehouse lager depot',
  'order bestellung purchase auftrag',
  'profit margin gewinn',
  'score points punkte rating mark',
  'goal tor',
  'player athlete spieler',
  'team club mannschaft',
  'patient subject',
  'treatment arm therapy behandlung',
  'satisfaction happiness zufriedenheit',
  'answer response antwort',
  'visit session besuch',
  'page url path seite',
  'bytes traffic',
  'status state_of zustand',
  'device geraet sensor gerat',
  'balance saldo',
  'transaction booking buchung',
  'rate quote',
  'name bezeichnung title label',
  'year jahr',
  'month monat',
  'week woche',
  'quarter quartal',
  'channel kanal',
  'store shop filiale branch',
]

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  dep: 'departure',
  arr: 'arrival',
  dest: 'destination',
  dist: 'distance',
  qty: 'quantity',
  amt: 'amount',
  avg: 'average',
  temp: 'temperature',
  cust: 'customer',
  prod: 'product',
  cat: 'category',
  dept: 'department',
  emp: 'employee',
  num: 'number',
  nr: 'number',
  no: 'number',
  desc: 'description',
  addr: 'address',
  tel: 'phone',
  dob: 'birth',
  ts: 'timestamp',
  dt: 'date',
  yr: 'year',
  mon: 'month',
  min: 'minimum',
  max: 'maximum',
  pct: 'percent',
  perc: 'percent',
  lat: 'latitude',
  lon: 'longitude',
  lng: 'longitude',
  bp: 'blood pressure',
  hr: 'hour',
  rev: 'revenue',
  tx: 'transaction',
  txn: 'transaction',
  trx: 'transaction',
  acct: 'account',
  bal: 'balance',
  hum: 'humidity',
  prcp: 'precipitation',
  wt: 'weight',
  ht: 'height',
  cnt: 'count',
  ref: 'reference',
  pos: 'position',
  resp: 'response',
  req: 'request',
  inv: 'inventory',
  svc: 'service',
  mgr: 'manager',
  org: 'organisation',
  loc: 'location',
  grp: 'group',
}

const meaningOf = new Map<string, Set<number>>()
MEANINGS.forEach((line, index) => {
  for (const word of line.split(' ')) {
    const known = meaningOf.get(word) ?? new Set<number>()
    meaningOf.set(word, known.add(index))
  }
})

/** `dep` means departure; a word that is no abbreviation means itself. */
export const unabbreviated = (word: string): string =>
  Object.hasOwn(ABBREVIATIONS, word) ? (ABBREVIATIONS[word] ?? word) : word

/** A word that may be the head of a compound: Einkaufspreis is a Preis, attendance is no dance. */
export const hasMeaning = (word: string): boolean => word.length >= 4 && meaningOf.has(word)

export function areSynonyms(a: string, b: string): boolean {
  const meanings = meaningOf.get(a)
  if (!meanings) return false
  return [...(meaningOf.get(b) ?? [])].some((meaning) => meanings.has(meaning))
}

/** Columns of such names add up over rows; others are averaged unless the person says otherwise. */
const ADDITIVE =
  /^(revenue|sale|turnover|income|amount|umsatz|erlos|profit|quantity|qty|menge|units|cost|total|count|goal|bytes?|hour|visit|order|spend|volume|gewinn|betrag|budget|quantities|gross|net|donation|payment|death|case|bestand|sold|click|impression|download|precipitation|rainfall|snowfall)$/
const RATIO =
  /^(response|wait|latency|duration|delay|tenure|rate|percent|pct|ratio|average|mean|share|index|score|per|unit|price|median|min|max)$/

export const addsUp = (nameWords: readonly string[]): boolean =>
  nameWords.some((word) => ADDITIVE.test(word)) && !nameWords.some((word) => RATIO.test(word))

/** Words of the question itself: they carry intent or grammar, and are never "not understood". */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above according actually after all also am an and any are as ask at available be been before being below
  between both but by can chart come compared could current data dataset day-to-day did do does doing done draw each
  either else every explain few find first for found from further get give given go graph had happen happened has have having
  how i if in increasingly information insight insights interested into is it its itself just know kind let like look looking make many matter me
  more most much my need no not of off on one only or other our out over overall own per perhaps picture plot please present
  quick quickly really records result results row rows same see seem seems shall she should show so some something still such
  table tables tell than that the their them then there these they thing things this those through to too understand up us use
  using value values very view visualise visualize want was we well were what whats when where whether which while who whose
  why will with within without would you your yet s t here say says said better bit clearly general interesting
  und oder der die das den dem des ein eine einer einen ist sind im in von vom zu zum zur mit nach pro je fur wie was welche
  welcher welches wieviel viele zeige zeig mir uns auf uber aus bei nicht auch es wir ich bitte gibt hat haben wird werden
  excluding exclude except ignoring check drop goes go live lives pair pairs people year years scores don sold missing type types kinds
  did get column columns field fields against relative actual total number count entire whole different each other
  answer question help analyse analyze analysis report figure figures ever across among amongst based used main
  against sort sorted ranked rank order ordered descending ascending highest first second third also additionally finally`
    .split(/\s+/)
    .filter((word) => word !== ''),
)
