/** Units that names carry (`distance_miles`, `Temp (°C)`), and how a column is called on an axis. */

const UNITS: Readonly<Record<string, string>> = {
  miles: 'miles',
  mile: 'miles',
  km: 'km',
  kilometers: 'km',
  m: 'm',
  meters: 'm',
  cm: 'cm',
  mm: 'mm',
  kg: 'kg',
  g: 'g',
  grams: 'g',
  lb: 'lb',
  lbs: 'lb',
  min: 'min',
  mins: 'min',
  minutes: 'min',
  sec: 's',
  secs: 's',
  seconds: 's',
  ms: 'ms',
  hours: 'h',
  hrs: 'h',
  days: 'days',
  years: 'years',
  usd: 'USD',
  eur: 'EUR',
  gbp: 'GBP',
  chf: 'CHF',
  celsius: '°C',
  fahrenheit: '°F',
  percent: '%',
  pct: '%',
  mg: 'mg',
  ml: 'ml',
  l: 'l',
  kwh: 'kWh',
  hpa: 'hPa',
  mmhg: 'mmHg',
  ppm: 'ppm',
  bytes: 'bytes',
  kb: 'kB',
  mb: 'MB',
  mph: 'mph',
  kmh: 'km/h',
  bpm: 'bpm',
}

export function unitOf(name: string): string | null {
  const inBrackets = /[([]\s*([^)\]]{1,12})\s*[)\]]\s*$/.exec(name)?.[1]
  if (inBrackets) return inBrackets
  const last = name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .split(/[_\s.-]+/)
    .at(-1)
    ?.toLowerCase()
  if (last === 'min' && /temp|value|price|score|age|wind|pressure|hum|rate/i.test(name)) return null
  const isAlone = !/[_\s.-]|[a-z][A-Z]/.test(name)
  return last && !isAlone && Object.hasOwn(UNITS, last) ? (UNITS[last] ?? null) : null
}

/** `dep_delay_min` → `dep delay`. The name is otherwise left as the person wrote it. */
export function spokenName(name: string): string {
  const unit = unitOf(name)
  const spaced = name
    .replace(/\s*[([][^)\]]{1,12}[)\]]\s*$/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_\s]+/g, ' ')
    .trim()
  const words = spaced.split(' ')
  const last = words.at(-1)?.toLowerCase()
  const isUnitLast = unit !== null && last !== undefined && UNITS[last] === unit && words.length > 1
  const said = (isUnitLast ? words.slice(0, -1) : words).join(' ')
  return said === '' ? name : said
}

export const withUnit = (title: string, unit: string | null): string => (unit ? `${title} (${unit})` : title)

/** A number for a sentence: whole above 1,000, else three significant digits. */
export function spokenNumber(value: number): string {
  if (!Number.isFinite(value)) return 'not a number'
  if (Number.isInteger(value)) return value.toLocaleString('en-GB')
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-GB')
  if (Math.abs(value) >= 100) return value.toFixed(1)
  return String(Number(value.toPrecision(3)))
}
