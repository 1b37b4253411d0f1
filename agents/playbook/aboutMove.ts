/** The playbook's next message when a person asks about one step: a mended proposal, or an answer from the record. Nothing else is done. */
import { z } from 'zod'
import { calledOf, explained } from '#agents/playbook/explain.ts'
import { blocking, mendedOf, troublesOf } from '#agents/playbook/mend.ts'
import type { Done, Said } from '#agents/playbook/said.ts'
import type { Trouble } from '#agents/playbook/trouble.ts'
import { spokenNumber } from '#agents/playbook/units.ts'
import type { SeenProposal } from '#agents/seen.ts'
import { answerIn } from '#agents/tools/toolAnswer.ts'
import type { AskedAbout, TurnContext } from '#agents/turnContext.ts'
import { isPending } from '#shared/proposal.ts'

/** One text can hide several troubles, and each check names the first. */
const MOST_MENDINGS = 4

export function aboutMove(context: TurnContext, about: AskedAbout, done: readonly Done[]): Said {
  if (done.some((one) => one.name === 'conclude')) return { text: '', calls: [] }
  const { step, words } = about
  if (!asksToMend(words)) return answering(about, done)
  const revised = done.findLast((one) => one.name === 'revise_step')
  if (revised) return afterRevision(step, revised, done)
  if (isPending(step.status) || step.status === 'approved' || step.status === 'running')
    return { text: `“${step.title}” waits: I go on when it has been decided and has run.`, calls: [] }
  const troubles = troublesOf(step)
  if (troubles.length > 0) return mending(step, troubles, '')
  if (context.cause.kind !== 'asked' && step.run?.kind === 'table')
    return concluding(
      `${calledOf(step)} runs now: ${spokenNumber(step.run.totalRows)} ${step.run.totalRows === 1 ? 'row' : 'rows'}. ${step.rationale}`,
      step,
    )
  if (step.status === 'rejected' || step.status === 'changes-requested')
    return concluding(
      `My change of “${step.title}” was turned down${step.reason ? `: “${step.reason.text}”` : ''}. I know no other; please edit the step yourself, or ask with other words.`,
      step,
    )
  return concluding(`There is nothing to mend that I can see. ${explained('state', step, undefined)}`, step)
}

const asksToMend = (words: string): boolean =>
  /\b(fix|mend|repair|correct|solve|make (it|this) (work|run))\b/i.test(words) &&
  !/^\s*(why|what|how|where|which)\b/i.test(words)

/** Where its columns come from is looked up, when it has any. */
function answering({ step, words }: AskedAbout, done: readonly Done[]): Said {
  const looked = done.find((one) => one.name === 'read_lineage')
  if (!looked && step.schema)
    return {
      text: 'I look at where it comes from.',
      calls: [{ name: 'read_lineage', args: { name: step.output } }],
    }
  const lineage = looked && answerIn('read_lineage', looked.answer)
  const seen = lineage?.ok && !('refused' in lineage.value) ? lineage.value : undefined
  const offer = mendedOf(step, troublesOf(step))
  const text = explained(words, step, seen)
  return concluding(offer ? `${text}\n\nAsk me to fix it, and I propose this: ${offer.said}` : text, step)
}

function concluding(text: string, step: SeenProposal): Said {
  const { run } = step
  const citations =
    run?.kind === 'table' || run?.kind === 'chart'
      ? [{ artifact: run.artifact, claim: calledOf(step).slice(0, 2000) }]
      : []
  return { text: '', calls: [{ name: 'conclude', args: { text, citations } }] }
}

/** `before` is what was mended already. */
function mending(step: SeenProposal, troubles: readonly Trouble[], before: string): Said {
  const mended = mendedOf(step, troubles)
  if (!mended) return concluding(notUnderstood(step, troubles), step)
  const { proposalId, title, language, output, alsoOutputs, parameters } = step
  const rationale = `${before} ${mended.said}`.trim()
  return {
    text: mended.said,
    calls: [
      {
        name: 'revise_step',
        args: {
          proposalId,
          title,
          language,
          code: mended.code,
          output,
          ...(alsoOutputs ? { alsoOutputs } : {}),
          parameters,
          rationale,
        },
      },
    ],
  }
}

const Revised = z.looseObject({ code: z.string(), rationale: z.string() })

/** A change that uncovers the next trouble is changed on; what still can't run is said plainly. */
function afterRevision(step: SeenProposal, revised: Done, done: readonly Done[]): Said {
  const answer = answerIn('revise_step', revised.answer)
  const args = Revised.safeParse(revised.args)
  if (!answer.ok || !args.success)
    return concluding(`I could not propose the change: ${answer.ok ? '' : answer.error}`, step)
  if ('refused' in answer.value)
    return concluding(`I could not propose the change: ${answer.value.refused}`, step)
  if (answer.value.outcome === 'in-review')
    return {
      text: `I proposed “${step.title}” mended. I go on when it has been decided and has run.`,
      calls: [],
    }
  const { proposalId, findings, because } = answer.value
  const now = { ...step, proposalId, code: args.data.code }
  const troubles = blocking(findings, because)
  const tries = done.filter((one) => one.name === 'revise_step').length
  return tries < MOST_MENDINGS
    ? mending(now, troubles, args.data.rationale)
    : concluding(notUnderstood(now, troubles), now)
}

function notUnderstood(step: SeenProposal, troubles: readonly Trouble[]): string {
  const texts = troubles.map(({ text }) => text.split('\n', 1)[0] ?? text)
  return [
    `I don’t know how to mend ${calledOf(step)}.`,
    texts.map((text) => `- ${text}`).join('\n'),
    `${adviceFor(texts.join('\n'))} I am the playbook: I mend slips that I know, and guess nothing.`,
  ].join('\n\n')
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /no column called|no field called/i,
    'No column has a name near to this one: look at what the step reads, under “Data” or in its lineage, and write the column that you mean.',
  ],
  [
    /no table called|no input called/i,
    'No table or result has a name near to this one: choose one from “Data” or the outline.',
  ],
  [/no function called|not allowed/i, 'Use a function that SQL steps may call, or leave that part out.'],
  [/aggregates/i, 'Put the condition on the aggregate into HAVING, behind GROUP BY.'],
  [/memory|longer than its limit|out of/i, 'Read fewer rows or columns, or raise the limits of the step.'],
  [/called .+ Give each its own name/i, 'Give one of the two columns another name with AS.'],
  [
    /syntax|can't be read/i,
    'Read the line that it names, and the one before it; a part of the SQL is missing or stands in the wrong place.',
  ],
]

const adviceFor = (text: string): string =>
  ADVICE.find(([pattern]) => pattern.test(text))?.[1] ??
  'Edit the step where the message points, or ask a colleague about it in a comment.'
