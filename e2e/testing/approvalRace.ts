/**
 * Somebody edits a step's draft while another person approves the step, at moments up to 50 ms apart; in every other try
 * the edited draft is proposed in the step's place as well. What ran is told from the names of the result's columns, which
 * come from the kernel.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as uuidv7 } from 'uuid'
import { createDraftPeer, type DraftPeer } from '#e2e/testing/draftPeer.ts'
import { decision, proposal, propose, sqlStep } from '#e2e/testing/moves.ts'
import { signIn } from '#e2e/testing/serverVisitor.ts'
import { codeOf, type App, type Someone } from '#e2e/testing/startApp.ts'
import { addDraft, draftOf, removeDraft } from '#client/workspace/drafts.ts'
import type { Dice } from '#e2e/testing/killLoad.ts'

export type RaceFigures = {
  tries: number
  ran: number
  /** The approval came too late: the step had been proposed anew. */
  refused: number
  /** The edit had reached everyone before the step ran to its end. */
  editedBefore: number
  /** Another proposal took the step's place, before the approval or after it. */
  replaced: number
  readonly problems: string[]
}

const WITHIN_MS = 50
const AT_ONCE = 4

export async function raceApprovals(
  app: App,
  editor: Someone,
  tries: number,
  dice: Dice,
): Promise<RaceFigures> {
  const login = new URL(app.server.newLogin())
  const cookie = await signIn(Number(login.port), login.pathname + login.search)
  const [typing, witness] = [createDraftPeer(), createDraftPeer()]
  for (const peer of [typing, witness]) await peer.connect(Number(login.port), cookie, app.workspaceId)
  const figures: RaceFigures = { tries: 0, ran: 0, refused: 0, editedBefore: 0, replaced: 0, problems: [] }
  const lane = async (): Promise<void> => {
    while (figures.tries < tries) {
      figures.tries += 1
      await raceOnce(app, editor, { typing, witness }, figures.tries, dice, figures)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
  } finally {
    for (const peer of [typing, witness]) peer.disconnect()
  }
  return figures
}

type Peers = { readonly typing: DraftPeer; readonly witness: DraftPeer }

async function raceOnce(
  app: App,
  editor: Someone,
  { typing, witness }: Peers,
  number: number,
  dice: Dice,
  figures: RaceFigures,
): Promise<void> {
  const draftId = uuidv7()
  const column = `approved_${number}`
  addDraft(typing.doc, { id: draftId, kind: 'step', text: `SELECT ${number} AS ${column}` })
  const code = textIn(typing, draftId)
  const one = await propose(app, app.owner, sqlStep(code, `race_${number}`))
  const approval = decision(app, one.proposalId)
  const edit = async (): Promise<void> => {
    await sleep(dice(WITHIN_MS))
    for (const letter of '_or_not') {
      const { text } = draftOf(typing.doc, draftId) ?? {}
      text?.insert(text.length, letter)
      await sleep(dice(8))
    }
  }
  const approve = async (): Promise<string> => {
    await sleep(dice(WITHIN_MS))
    return codeOf(await app.owner.send(approval))
  }
  const changes = (['add', 'change'] as const).map((change) =>
    proposal(sqlStep(`${code}_instead`, `race_${number}`), {
      stepId: one.stepId,
      supersedes: one.proposalId,
      change,
    }),
  )
  const replace = async (): Promise<void> => {
    if (number % 2 === 0) return
    // Every other of these aims at the time between the start of the run and the kernel.
    if (number % 4 === 1) await sleep(dice(WITHIN_MS))
    else await app.until((state) => state.proposals.get(one.proposalId)?.status === 'running', 'the start')
    // Before the approval it is another step to add, after it a change of the one that is there.
    for (const change of changes) if ((await editor.send(change)).status === 200) figures.replaced += 1
  }
  const [, answer] = await Promise.all([edit(), approve(), replace()])
  const ended = await app.until((state) => {
    const now = state.proposals.get(one.proposalId)
    return now && !['in-review', 'approved', 'running'].includes(now.status) ? now : undefined
  }, `the end of race_${number}`)
  if (textIn(witness, draftId) !== code) figures.editedBefore += 1
  removeDraft(typing.doc, draftId)

  if (answer !== 'ok') figures.refused += 1
  const runs = [...app.state().runs.values()]
  const ours = runs.filter((run) => run.proposalId === one.proposalId)
  figures.ran += ours.length
  if (ours.length !== (ended.status === 'succeeded' ? 1 : 0))
    figures.problems.push(`${number}: ${ended.status}, and ${ours.length} runs`)
  if (answer !== 'ok' && ours.length > 0) figures.problems.push(`${number}: refused (${answer}), and it ran`)
  if (changes.some(({ data }) => runs.some((run) => run.proposalId === data.proposalId)))
    figures.problems.push(`${number}: what nobody had approved ran`)
  for (const run of ours) {
    const columns = run.artifact?.kind === 'table' ? run.artifact.schema.map(({ name }) => name).join() : ''
    if (columns !== column) figures.problems.push(`${number}: ${column} was approved, and ${columns} ran`)
    if (run.stepDigest !== approval.data.stepDigest)
      figures.problems.push(`${number}: the run has another digest than the approval`)
  }
}

const textIn = ({ doc }: DraftPeer, draftId: string): string => draftOf(doc, draftId)?.text.toJSON() ?? ''
