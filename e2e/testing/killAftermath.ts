/** What must be so after a kill: all that was promised stands there, and in the end everything comes to rest. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as Y from 'yjs'
import { auditRecord, chainProblems, openRuns, START } from '#e2e/testing/auditRecord.ts'
import { createDraftPeer, textOf, type DraftPeer } from '#e2e/testing/draftPeer.ts'
import { cookieOf, fold, promise, type Play } from '#e2e/testing/killPlay.ts'
import type { ServerProcess } from '#e2e/testing/serverProcess.ts'
import { readEntries, send } from '#e2e/testing/serverVisitor.ts'
import { recordedOf } from '#shared/recordedEvent.ts'

const PATIENCE_MS = 20_000

/** What was promised before the kill must stand there now. */
export async function look({ port }: ServerProcess, play: Play): Promise<void> {
  const { workspaceId, owner, figures, promised } = play
  const entries = await readEntries(port, owner, workspaceId, play.checked.seq)
  const problems = chainProblems(play.checked, entries)
  const stands = new Map<number, string>(entries.map(({ seq, leaf }) => [seq, leaf]))
  for (const [seq, leaf] of promised)
    if (stands.get(seq) !== leaf)
      figures.problems.push(`entry ${seq} was promised, and is ${stands.get(seq) ?? 'lost'}`)
  figures.problems.push(...problems)
  promised.clear()
  const last = entries.at(-1)
  if (last) play.checked = last
  fold(play, entries)
  await sendAgain(port, play, last?.seq ?? play.checked.seq)
  await lookAtDraft(port, play)
}

/** Who got no answer asks again with the same id: what was recorded before is answered, not recorded again. */
async function sendAgain(port: number, play: Play, seq: number): Promise<void> {
  for (const { cookie, command } of play.unanswered.splice(0)) {
    const entries = await send(port, cookie, play.workspaceId, command)
    if (entries?.some((one) => one.seq <= seq)) play.figures.recordedUnanswered += 1
    promise(
      play,
      (entries ?? []).filter((one) => one.seq > play.checked.seq),
    )
  }
}

async function lookAtDraft(port: number, play: Play): Promise<void> {
  const reader = createDraftPeer()
  await reader.connect(port, play.owner, play.workspaceId)
  const text = textOf(reader.doc)
  reader.disconnect()
  const found = new Map<string, number>()
  for (const token of text.split(';')) found.set(token, (found.get(token) ?? 0) + 1)
  for (const token of play.peers.flatMap((peer) => [...peer.saved]))
    if (!found.has(token.slice(0, -1))) play.figures.problems.push(`the saved edit ${token} is lost`)
  for (const [token, count] of found)
    if (count > 1) play.figures.problems.push(`the edit ${token} stands there ${count} times`)
}

/** At the end all comes to rest: every run ended, every approved step ran, and every copy of the draft is the same. */
export async function settle({ port }: ServerProcess, play: Play): Promise<void> {
  const { workspaceId, owner, figures, peers } = play
  const until = performance.now() + PATIENCE_MS
  let entries = await readEntries(port, owner, workspaceId, 0)
  const isAtRest = (): boolean =>
    openRuns(entries.map((one) => recordedOf(one.body))).size === 0 &&
    [...play.state.proposals.values()].every((one) => one.status !== 'approved' && one.status !== 'running')
  for (;;) {
    fold(play, entries)
    if (isAtRest() || performance.now() > until) break
    await sleep(50)
    entries = await readEntries(port, owner, workspaceId, 0)
  }
  if (!isAtRest()) figures.problems.push('some run did not come to an end')
  figures.problems.push(...chainProblems(START, entries))
  const audit = auditRecord(entries, play.deaths)
  figures.problems.push(...audit.problems)
  figures.entries += entries.length
  figures.runs += audit.runs
  figures.runsLost += audit.lost
  figures.runsRetried += audit.retried
  figures.runsFinished += audit.finished

  await Promise.all(peers.map((peer, index) => peer.connect(port, cookieOf(play, index), workspaceId)))
  const all = peers.flatMap((peer) => [...peer.typed])
  const isShared = (): boolean => peers.every((peer) => peer.typed.size === 0 || isSaved(peer))
  while (!isShared() && performance.now() < until) await sleep(20)
  await sleep(100)
  const texts = new Set(peers.map((peer) => textOf(peer.doc)))
  const vectors = new Set(peers.map((peer) => Buffer.from(Y.encodeStateVector(peer.doc)).toString('hex')))
  if (texts.size !== 1) figures.problems.push(`the draft reads ${texts.size} ways`)
  if (vectors.size !== 1) figures.problems.push('the copies know different edits')
  const words = new Set([...texts].flatMap((text) => text.split(';')))
  const missing = all.filter((token) => !words.has(token.slice(0, -1)))
  if (missing.length > 0) figures.problems.push(`${missing.length} edits never arrived`)
  figures.savedEdits += peers.reduce((sum, peer) => sum + peer.saved.size, 0)
  for (const peer of peers) peer.disconnect()
}

const isSaved = (peer: DraftPeer): boolean => [...peer.typed].every((token) => peer.saved.has(token))
