/** The keys that run a step, the same in its editor and outside of it. */
import { actOf, RUN_KEYS, strokeOf } from '#client/workspace/keys.ts'
import type { RunThen } from '#client/workspace/runThen.ts'

export function runKeyOf(event: Parameters<typeof strokeOf>[0]): RunThen | undefined {
  switch (actOf(RUN_KEYS, strokeOf(event))?.act) {
    case 'run':
      return 'stay'
    case 'run-go-on':
      return 'go-on'
    case 'run-insert-below':
      return 'insert-below'
    default:
      return undefined
  }
}
