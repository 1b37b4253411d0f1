/** Arithmetic on recorded times without a clock: what is now is always an argument. */
import { Instant } from '#shared/ids.ts'

const PARTS = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z$/

/** Milliseconds since 1970-01-01 UTC. The day count is Howard Hinnant's `days_from_civil`. */
export function millisecondsOf(at: Instant): number {
  const parts = PARTS.exec(at)
  if (!parts) throw new Error(`Not a time: ${at}`)
  const [year, month, day, hour, minute, second, milli] = parts.slice(1).map(Number)
  const days = daysOf(year ?? 0, month ?? 0, day ?? 0)
  return ((days * 24 + (hour ?? 0)) * 60 + (minute ?? 0)) * 60_000 + (second ?? 0) * 1000 + (milli ?? 0)
}

export function instantOf(milliseconds: number): Instant {
  const days = Math.floor(milliseconds / 86_400_000)
  const rest = milliseconds - days * 86_400_000
  const { year, month, day } = civilOf(days)
  const time = [rest / 3_600_000, (rest / 60_000) % 60, (rest / 1000) % 60].map((part) =>
    two(Math.floor(part)),
  )
  return Instant.parse(
    `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${time.join(':')}.${String(rest % 1000).padStart(3, '0')}Z`,
  )
}

export const later = (at: Instant, minutes: number): Instant =>
  instantOf(millisecondsOf(at) + minutes * 60_000)

const two = (part: number): string => String(part).padStart(2, '0')

function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  )
}

function civilOf(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  )
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  return {
    year: yoe + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: doy - Math.floor((153 * mp + 2) / 5) + 1,
  }
}
