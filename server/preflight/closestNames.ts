/** The names that someone who wrote this one may have meant, the closest first. */
export function closestNames(written: string, names: Iterable<string>): readonly string[] {
  const sought = written.toLowerCase()
  const most = Math.max(1, Math.floor(sought.length / 3))
  const near = [...new Set(names)].flatMap((name) => {
    const candidate = name.toLowerCase()
    const distance = distanceOf(sought, candidate)
    const isPart = sought.length >= 3 && (candidate.includes(sought) || sought.includes(candidate))
    const isNear = distance <= most && distance < Math.max(sought.length, candidate.length)
    return isNear || (isPart && candidate.length >= 3) ? [{ name, distance }] : []
  })
  return near
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((one) => one.name)
}

/** A sentence to follow the complaint, with a space before it; nothing when no name is near. */
export function didYouMean(written: string, names: Iterable<string>): string {
  const near = closestNames(written, names)
  return near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`
}

/** Single characters to insert, leave out, change, or swap with the next. */
function distanceOf(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const changed = at(last, j - 1) + (isSame ? 0 : 1)
      const swapped = isSwapped ? at(before, j - 2) + 1 : Infinity
      row.push(Math.min(changed, swapped, at(last, j) + 1, at(row, j - 1) + 1))
    }
    before = last
    last = row
  }
  return at(last, b.length)
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity
