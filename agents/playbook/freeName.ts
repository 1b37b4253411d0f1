/** A name that is taken is the one thing that preflight can hold against a step which binds: another name mends it, once. */
import { z } from 'zod'
import type { Call, Done } from '#agents/playbook/said.ts'
import { freshName } from '#agents/playbook/sqlText.ts'
import { answerIn } from '#agents/tools/toolAnswer.ts'

export const isProposing = (name: string): boolean => name === 'propose_step' || name === 'revise_step'

const Revised = z.object({ proposalId: z.string() })
const Proposed = z.object({
  title: z.string(),
  language: z.string(),
  code: z.string(),
  output: z.string(),
  alsoOutputs: z.array(z.string()).optional(),
  rationale: z.string(),
})

export function renamings(done: readonly Done[]): readonly Call[] {
  const used = done.flatMap((one) => Proposed.safeParse(one.args).data?.output ?? [])
  const mended = new Set(
    done.flatMap((one) =>
      one.name === 'revise_step' ? (Revised.safeParse(one.args).data?.proposalId ?? []) : [],
    ),
  )
  return done.flatMap((one): readonly Call[] => {
    if (!isProposing(one.name)) return []
    const answer = answerIn('propose_step', one.answer)
    const args = Proposed.safeParse(one.args)
    if (!answer.ok || !args.success || 'refused' in answer.value || answer.value.outcome !== 'blocked')
      return []
    const isTaken = answer.value.because.some((why) => /name|taken|already/i.test(why))
    return isTaken &&
      !mended.has(answer.value.proposalId) &&
      !mended.has(Revised.safeParse(one.args).data?.proposalId ?? '')
      ? [
          {
            name: 'revise_step',
            args: {
              ...args.data,
              output: freshName(`${args.data.output}_2`, used),
              proposalId: answer.value.proposalId,
            },
          },
        ]
      : []
  })
}
