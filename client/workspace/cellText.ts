/** A cell as a table shows it. What is copied and downloaded stays exact. */

const FLOATING = /^(DOUBLE|FLOAT|REAL)$/i
const PLACES = 4
const SIGNIFICANT = 4
const LONG = 8

/** Floating numbers of more digits than a reader compares are rounded: to four places, or four digits where small. */
export function cellText(value: string, type: string): string {
  if (value.length <= LONG || !FLOATING.test(type)) return value
  const number = Number(value)
  if (!Number.isFinite(number) || Number.isInteger(number) || value.includes('e')) return value
  const rounded = Math.abs(number) >= 1 ? number.toFixed(PLACES) : number.toPrecision(SIGNIFICANT)
  return rounded.length < value.length ? rounded : value
}
