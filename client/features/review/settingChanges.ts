/** What a proposal changes of a step beside its code: each is part of what will run. */
import { countOf } from '#client/workspace/when.ts'
import { outputsAsText, type StepContent } from '#shared/step.ts'

export type SettingChange = {
  readonly what: string
  /** `undefined`: it was not there before, or is not there any more. */
  readonly before: string | undefined
  readonly after: string | undefined
}

export function settingChanges(before: StepContent, after: StepContent): readonly SettingChange[] {
  const [old, fresh] = [settingsOf(before), settingsOf(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((what) => ({ what, before: old.get(what), after: fresh.get(what) }))
    .filter((change) => change.before !== change.after)
}

const settingsOf = ({
  language,
  output,
  alsoOutputs,
  limits,
  parameters,
}: StepContent): ReadonlyMap<string, string> =>
  new Map([
    ['Language', language],
    ['Result name', outputsAsText({ output, alsoOutputs })],
    ['Most seconds', countOf(limits.seconds)],
    ['Most memory', `${countOf(limits.memoryMb)} MB`],
    ['Most rows', countOf(limits.rows)],
    ...Object.entries(parameters).map(
      ([name, { type, value }]) => [`Parameter $${name}`, `${String(value)} (${type})`] as const,
    ),
  ])
