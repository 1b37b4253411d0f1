/** Keeps the spelling of column names, and makes those unique that are empty or that stand twice (without case, as SQL compares). */
import { nameKey } from '#shared/ids.ts'

export interface NamedColumns {
  readonly names: readonly string[]
  readonly findings: readonly string[]
}

export function uniqueColumnNames(spelt: readonly string[]): NamedColumns {
  const taken = new Set(spelt.map((name) => nameKey(cleaned(name))))
  const used = new Set<string>()
  let empty = 0
  let twice = 0
  const names = spelt.map((raw, at) => {
    const name = cleaned(raw)
    if (name !== '' && !used.has(nameKey(name))) {
      used.add(nameKey(name))
      return name
    }
    if (name === '') empty++
    else twice++
    const stem = name === '' ? `column_${at + 1}` : name
    let unique = name === '' ? stem : `${stem}_2`
    for (let turn = 2; used.has(nameKey(unique)) || taken.has(nameKey(unique)); turn++)
      unique = `${stem}_${turn}`
    used.add(nameKey(unique))
    return unique
  })
  const findings = [
    ...(empty > 0 ? [`${counted(empty)} without a name got one`] : []),
    ...(twice > 0 ? [`${counted(twice)} renamed because the name stood twice`] : []),
  ]
  return { names, findings }
}

const counted = (count: number): string => (count === 1 ? '1 column' : `${count} columns`)
/** Control characters can not be written in an identifier that a person can read. */
const cleaned = (name: string): string =>
  name
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 900)
