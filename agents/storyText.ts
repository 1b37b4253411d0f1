/** What happened so far for an objective, in words and fenced data. */
import { createPatch } from 'diff'
import type { SeenProposal, SeenRun } from '#agents/seen.ts'
import type { AskedAbout, StoryItem } from '#agents/turnContext.ts'
import { fence } from '#agents/untrusted.ts'
import { assertNever } from '#shared/result.ts'

/** Longer texts are shortened, saying so; read_step and read_result give more. */
const MOST_CHARACTERS = 6000
const MOST_ROWS = 10

export function storyTextOf(item: StoryItem): string {
  switch (item.kind) {
    case 'proposal':
      return proposalText(item.proposal)
    case 'edit':
      return [
        `A person changed your proposal ${item.from} into ${item.to}. Their change as a diff; keep to it in later steps:`,
        fence({ origins: [`proposal:${item.to}`], content: diffOf(item.codeBefore, item.codeAfter) }),
      ].join('\n')
    case 'question': {
      const asked = `You asked: ${item.text}${item.options.length > 0 ? ` (${item.options.join(' / ')})` : ''}`
      return item.answer === undefined
        ? `${asked}\nIt has not been answered.`
        : `${asked}\nThe person answered: ${item.answer}`
    }
    case 'conclusion':
      return `You concluded: ${item.text}`
    default:
      return assertNever(item)
  }
}

/** The step with all that is held against it: its code, its state, its findings, its last error. */
export function aboutTextOf({ words, step }: AskedAbout): string {
  const findings = (step.findings ?? []).map(
    ({ severity, line, text }) => `${severity}${line === undefined ? '' : `, line ${line}`}: ${text}`,
  )
  return [
    `The person's words: ${words}`,
    proposalText(step),
    ...(findings.length > 0
      ? [
          `What the check before running found:\n${fence({ origins: [`preflight:${step.output}`], content: shortened(findings.join('\n')) })}`,
        ]
      : []),
  ].join('\n\n')
}

const diffOf = (before: string, after: string): string =>
  createPatch('code', before, after, 'before', 'after', { context: 3 })

function proposalText(proposal: SeenProposal): string {
  const author = proposal.author === 'agent' ? 'you' : 'a person'
  const lines = [
    `Step ${[proposal.output, ...(proposal.alsoOutputs ?? [])].join(', ')} (${proposal.language}), proposed by ${author}: ${proposal.status}. Proposal ${proposal.proposalId}.`,
  ]
  if (proposal.reason) lines.push(`The reviewer's reason (${proposal.reason.code}): ${proposal.reason.text}`)
  if (proposal.because)
    lines.push(fence({ origins: [`preflight:${proposal.output}`], content: proposal.because }))
  lines.push(
    fence({
      origins: [`step:${proposal.output}`],
      content: shortened(
        JSON.stringify({ title: proposal.title, parameters: proposal.parameters, schema: proposal.schema }) +
          `\n${proposal.code}`,
      ),
    }),
  )
  if (proposal.run) lines.push(runText(proposal.output, proposal.run))
  return lines.join('\n')
}

function runText(output: string, run: SeenRun): string {
  const origins = [`result:${output}`]
  switch (run.kind) {
    case 'running':
      return 'It is running.'
    case 'table': {
      const content = JSON.stringify({ columns: run.columns, rows: run.rows.slice(0, MOST_ROWS) })
      const dispute = run.dispute === undefined ? '' : ` It is disputed: ${run.dispute}`
      return [
        `It ran (${run.runId}): ${run.totalRows} rows, artifact ${run.artifact}.${dispute} The first rows:`,
        fence({ origins, content: shortened(content) }),
      ].join('\n')
    }
    case 'value':
      return `It ran (${run.runId}): ${run.mime}, artifact ${run.artifact}.`
    case 'chart':
      return `It ran (${run.runId}): a chart of ${run.input}, artifact ${run.artifact}.`
    case 'failed':
      return [
        'Its run failed:',
        fence({ origins, content: shortened(`${run.message}\n${run.detail}`) }),
      ].join('\n')
    case 'halted':
      return ['Its run was halted:', fence({ origins, content: shortened(run.message) })].join('\n')
    case 'indeterminate':
      return [
        'What became of its run is not known:',
        fence({ origins, content: shortened(run.message) }),
      ].join('\n')
    default:
      return assertNever(run)
  }
}

const shortened = (text: string): string =>
  text.length <= MOST_CHARACTERS
    ? text
    : `${text.slice(0, MOST_CHARACTERS)}\n(shortened: ${text.length - MOST_CHARACTERS} more characters)`
