/** Choices that a seed repeats, so that a failing query can be made again from its number. */
export type Dice = {
  /** From 0 to below `sides`. */
  readonly roll: (sides: number) => number
  readonly oneIn: (sides: number) => boolean
  readonly pick: <const T>(choices: readonly [T, ...T[]]) => T
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const roll = (sides: number): number => Math.floor(next() * sides)
  return {
    roll,
    oneIn: (sides) => roll(sides) === 0,
    pick: (choices) => choices[roll(choices.length)] ?? choices[0],
  }
}
