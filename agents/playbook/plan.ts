/** What the playbook wants to stand in the workspace, from objective, tables and what people said so far. A pure function of the record. */
import { boundariesOf, withinRows, withLeast } from '#agents/playbook/boundaries.ts'
import { type Change, changed, changesIn, changesOfEdit, uses } from '#agents/playbook/feedback.ts'
import type { Intent, Understanding } from '#agents/playbook/intent.ts'
import type { KnownTable } from '#agents/playbook/knownTable.ts'
import { type Draft, MOST_STEPS, type PlacedStep, stepsOf } from '#agents/playbook/stepsOf.ts'
import { withRedrawn } from '#agents/playbook/redraw.ts'
import { understand } from '#agents/playbook/understand.ts'
import type { SeenProposal } from '#agents/seen.ts'
import type { StoryItem, TurnContext } from '#agents/turnContext.ts'

export type Plan = {
  readonly understanding: Understanding
  readonly draft: Draft
  /** Reasons of reviewers that mean nothing to the playbook, with the proposal that they are about. */
  readonly puzzling: readonly { readonly proposal: SeenProposal; readonly reason: string }[]
}

export const proposalsIn = (story: readonly StoryItem[]): readonly SeenProposal[] =>
  story.flatMap((item) => (item.kind === 'proposal' ? [item.proposal] : []))

export const answersIn = (story: readonly StoryItem[]): readonly string[] =>
  story.flatMap((item) => (item.kind === 'question' && item.answer !== undefined ? [item.answer] : []))

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Answers that say something of their own are read like the objective; those that choose a column only settle what it means. */
function understandingOf(
  context: TurnContext,
  tables: readonly KnownTable[],
  noPython: string | null,
): Understanding {
  const answers = answersIn(context.story)
  const choices = answers.flatMap((answer) => [
    answer.trim(),
    ...answer.split(/,\s*|\n/).map((part) => part.trim()),
  ])
  const names = new Set(
    tables.flatMap((table) => table.columns.map((column) => `${table.name}.${column.name}`)),
  )
  const isChoice = (answer: string): boolean => names.has(answer.trim()) || / = /.test(answer)
  const about = questionsAnswered(context.story).filter(
    ({ text, answer }) => !isReasonAsked(text) && !isChoice(answer),
  )
  const hints = context.objective.acceptance.join(' ')
  const first = understand(context.objective.text, tables, choices, hints, noPython)
  const columns = questionsAnswered(context.story).filter(
    ({ text, answer }) => text.startsWith('I find no column') && names.has(answer.trim()),
  )
  const rewritten = columns.reduce((text, { text: asked, answer }) => {
    const said = /“([^”]+)”/.exec(asked)?.[1]
    return said === undefined ? text : text.replace(said, spokenColumn(answer))
  }, context.objective.text)
  const read = columns.length > 0 ? understand(rewritten, tables, choices, hints, noPython) : first
  const more = about.map(({ answer }) => understand(answer, tables, choices, hints, noPython))
  return {
    intents: [...read.intents, ...more.flatMap((one) => one.intents)],
    unread: read.unread,
    questions: [...read.questions, ...more.flatMap((one) => one.questions)].filter(
      (question) => !wasAnswered(context.story, question.text),
    ),
    assumptions: [...read.assumptions, ...more.flatMap((one) => one.assumptions)],
  }
}

const spokenColumn = (dotted: string): string => dotted.slice(dotted.indexOf('.') + 1).replaceAll('_', ' ')

const questionsAnswered = (
  story: readonly StoryItem[],
): readonly { readonly text: string; readonly answer: string }[] =>
  story.flatMap((item) =>
    item.kind === 'question' && item.answer !== undefined ? [{ text: item.text, answer: item.answer }] : [],
  )

const wasAnswered = (story: readonly StoryItem[], text: string): boolean =>
  questionsAnswered(story).some((one) => one.text === text)

export const reasonQuestion = (proposal: SeenProposal, reason: string): string =>
  `You said of “${proposal.title}”: “${reason}”. I did not understand what to change. Which column, calculation, period or number of rows shall it be?`

const isReasonAsked = (text: string): boolean => text.startsWith('You said of “')

type Turned = { readonly intents: readonly (Intent | null)[]; readonly puzzling: Plan['puzzling'] }

/** `pythonAbsent` says why there is no Python on this server, where there is none. */
export function planOf(
  context: TurnContext,
  tables: readonly KnownTable[],
  pythonAbsent: string | null = null,
): Plan {
  const limits = boundariesOf(
    context.constraints,
    context.datasets.map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) })),
  )
  const understanding = understandingOf(context, tables, noPythonOf(limits.languages, pythonAbsent))
  const intents = withLeast(withinRows(understanding.intents, limits.mostRows), limits.leastRows)
  const taken = [...context.datasets.map((dataset) => String(dataset.name)), ...othersNames(context.story)]
  const bounds = { most: 100, taken, languages: ['sql', 'python', 'chart'] }
  const first = stepsOf(intents, bounds)
  const turned = afterFeedback(context.story, intents, first.steps, tables)
  const names = new Map(
    first.steps.map((step) => [`${step.place.intent} ${step.place.at}`, nameNow(step.output, context.story)]),
  )
  const wanted = turned.intents.flatMap((intent, at) => (intent ? [{ intent, at }] : []))
  const draft = stepsOf(
    withinRows(
      wanted.map(({ intent }) => intent),
      limits.mostRows,
    ),
    {
      ...bounds,
      most: MOST_STEPS,
      languages: limits.languages,
      given: (at, step) => names.get(`${wanted[at]?.at ?? at} ${step}`),
    },
  )
  return {
    understanding,
    draft: withRedrawn(draft, proposalsIn(context.story)),
    puzzling: turned.puzzling,
  }
}

function noPythonOf(languages: readonly string[], absent: string | null): string | null {
  if (!languages.includes('python'))
    return 'a constraint of this workspace does not allow it. Allow Python there, or take what SQL can show.'
  return absent === null ? null : `no Python step can run here. ${absent}`
}

/** A person's edit may have given a step another name; what reads it goes on to find it. */
function nameNow(output: string, story: readonly StoryItem[]): string {
  const mine = proposalsIn(story).find((one) => one.author === 'agent' && sameName(one.output, output))
  const latest = proposalsIn(story).findLast(
    (one) => one.stepId === mine?.stepId && one.status !== 'superseded' && one.status !== 'withdrawn',
  )
  return latest?.author === 'person' ? latest.output : output
}

/** All names that the proposal's step ever had. */
const namesOf = (proposal: SeenProposal, story: readonly StoryItem[]): readonly string[] =>
  proposalsIn(story).flatMap((one) => (one.stepId === proposal.stepId ? [one.output] : []))

/** Names of steps that people made on their own. */
const othersNames = (story: readonly StoryItem[]): readonly string[] => {
  const mine = new Set(
    proposalsIn(story)
      .filter((one) => one.author === 'agent')
      .map((one) => one.stepId),
  )
  return proposalsIn(story)
    .filter((one) => one.author === 'person' && !mine.has(one.stepId))
    .map((one) => one.output)
}

/** Every reason and every edit in its order, each on what the ones before left. */
function afterFeedback(
  story: readonly StoryItem[],
  intents: readonly Intent[],
  steps: readonly PlacedStep[],
  tables: readonly KnownTable[],
): Turned {
  let turned: readonly (Intent | null)[] = intents
  const puzzling: { readonly proposal: SeenProposal; readonly reason: string }[] = []
  const byId = new Map<string, SeenProposal>(proposalsIn(story).map((one) => [one.proposalId, one]))
  const intentOf = (proposal: SeenProposal | undefined): number =>
    steps.find((step) => proposal && namesOf(proposal, story).some((name) => sameName(step.output, name)))
      ?.place.intent ?? -1
  for (const item of story) {
    if (item.kind === 'edit') {
      const at = intentOf(byId.get(item.to) ?? byId.get(item.from))
      const intent = turned[at]
      if (intent) turned = applied(turned, at, changesOfEdit(item.codeBefore, item.codeAfter, intent), 'edit')
    }
    if (item.kind !== 'proposal' || !item.proposal.reason || item.proposal.author !== 'agent') continue
    const { proposal } = item
    const at = intentOf(proposal)
    const intent = turned[at] ?? null
    const text = item.proposal.reason.text
    const explained = questionsAnswered(story).find(
      (one) => one.text === reasonQuestion(proposal, text),
    )?.answer
    const changes = changesIn(explained ?? text, intent, tables)
    if (changes.length === 0 && intent) puzzling.push({ proposal, reason: text })
    if (changes.length > 0 && at >= 0 && !isChartOnly(changes, proposal))
      turned = applied(turned, at, changes, 'reason')
  }
  return { intents: turned, puzzling }
}

/** A chart that is not wanted leaves its table. */
const isChartOnly = (changes: readonly Change[], proposal: SeenProposal): boolean =>
  proposal.language === 'chart' && changes.every((change) => change.kind === 'drop')

/** Rows to leave out, a column that was wrong, an edited aggregate: these hold for the other steps as well. */
function applied(
  intents: readonly (Intent | null)[],
  at: number,
  changes: readonly Change[],
  from: 'reason' | 'edit',
): readonly (Intent | null)[] {
  return changes.reduce<readonly (Intent | null)[]>((turned, change) => {
    const own = turned[at]
    return turned.map((intent, index) => {
      if (!intent) return intent
      if (index === at) return changed(intent, change)
      if (change.kind === 'filter' || (change.kind === 'fn' && from === 'edit'))
        return isAlike(own, intent, change) ? changed(intent, change) : intent
      if (change.kind === 'column' && change.from && uses(intent, change.from)) return changed(intent, change)
      return intent
    })
  }, intents)
}

const isAlike = (own: Intent | null | undefined, other: Intent, change: Change): boolean => {
  if (!own || other.kind === 'relation') return change.kind === 'filter'
  if (change.kind === 'filter') return own.scope.table.name === other.scope.table.name
  if (!('measure' in other)) return false
  const field = own.kind === 'compare-groups' ? own.field : 'measure' in own ? own.measure.field : null
  return field !== null && other.measure.field?.column.name === field.column.name
}
