/**
 * Kills a real server again and again while people work, and looks after each restart at what it had promised: answered
 * commands, entries told live, saved edits, permits, and processes that should have died with it.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { START } from '#e2e/testing/auditRecord.ts'
import { createDraftPeer, type DraftPeer } from '#e2e/testing/draftPeer.ts'
import { look, settle } from '#e2e/testing/killAftermath.ts'
import { nextCommand, type Dice } from '#e2e/testing/killLoad.ts'
import { cookieOf, fold, promise, type KillFigures, type Play } from '#e2e/testing/killPlay.ts'
import {
  descendantsOf,
  isAlive,
  startServerProcess,
  type LivingProcess,
  type ServerProcess,
} from '#e2e/testing/serverProcess.ts'
import * as visitor from '#e2e/testing/serverVisitor.ts'
import { EMPTY_WORKSPACE } from '#shared/workspace.ts'

export type KillOptions = {
  readonly kills: number
  /** Between the start of the load and a kill that waits for nothing, at most. */
  readonly workMs: number
  readonly dice: Dice
}

const PEERS = 4
const COMMANDERS = 3
const GONE_WITHIN_MS = 2_000
const LONGEST_WAIT_MS = 2_000
const ORDERS = `id,amount\n${Array.from({ length: 2_000 }, (_, at) => `${at},${(at * 37) % 500}`).join('\n')}\n`

/** Adds to `figures` and leaves nothing behind. */
export async function killRounds({ kills, workMs, dice }: KillOptions, figures: KillFigures): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-kill-'))
  let server = await started(folder)
  try {
    const play = await begin(server, dice, figures)
    for (let kill = 0; kill < kills; kill += 1) {
      const rest = work(server, play)
      await momentOfKill(play, workMs)
      await end(server, play, rest)
      while (dice(8) === 0) await killWhileStarting(folder, play)
      const before = performance.now()
      server = await started(folder)
      figures.slowestRecoveryMs = Math.max(figures.slowestRecoveryMs, Math.round(performance.now() - before))
      await look(server, play)
    }
    await settle(server, play)
  } finally {
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Half of the time when it falls, mostly before anything is warm; else around the start of a run, or the end of one. */
async function momentOfKill(play: Play, workMs: number): Promise<void> {
  const { dice } = play
  if (dice(2) === 0) return sleep(10 + dice(workMs))
  const count = dice(2) === 0 ? startedRuns : endedRuns
  const before = count(play)
  const until = performance.now() + LONGEST_WAIT_MS
  while (count(play) === before && performance.now() < until) await sleep(5)
  await sleep(dice(30))
}

const startedRuns = ({ state }: Play): number => state.runs.size
const endedRuns = ({ state }: Play): number =>
  [...state.runs.values()].filter((run) => run.status !== 'running').length

async function started(folder: string): Promise<ServerProcess> {
  const server = await startServerProcess(folder)
  if (!server) throw new Error('The server was not started')
  return server
}

async function killWhileStarting(folder: string, { figures, dice, deaths }: Play): Promise<void> {
  await startServerProcess(folder, { killAfter: 150 + dice(450) })
  deaths.push(Date.now())
  figures.kills += 1
  figures.killsWhileStarting += 1
}

async function begin({ port, loginPath }: ServerProcess, dice: Dice, figures: KillFigures): Promise<Play> {
  const owner = await visitor.signIn(port, loginPath)
  const workspaceId = await visitor.createWorkspace(port, owner, 'Killed')
  const editor = await visitor.inviteEditor(port, owner, workspaceId)
  await visitor.uploadCsv(port, owner, workspaceId, 'orders.csv', ORDERS)
  const play: Play = {
    workspaceId,
    owner,
    cookies: [owner, editor],
    peers: Array.from({ length: PEERS }, createDraftPeer),
    figures,
    dice,
    promised: new Map(),
    state: EMPTY_WORKSPACE,
    checked: START,
    unanswered: [],
    tokens: 0,
    deaths: [],
  }
  fold(play, await visitor.readEntries(port, owner, workspaceId, 0))
  return play
}

/** Everybody works until they are told that it is over. */
function work({ port }: ServerProcess, play: Play): () => Promise<void> {
  const { workspaceId, owner, figures, dice } = play
  let isOver = false
  const stop = visitor.listen(port, owner, workspaceId, play.state.seq, (entries) => {
    promise(play, entries)
    fold(play, entries)
  })
  const command = async (): Promise<void> => {
    while (!isOver) {
      const asked = visitor.withId(nextCommand(play.state, dice))
      try {
        const entries = await visitor.send(port, owner, workspaceId, asked)
        if (entries) figures.acknowledgedCommands += 1
        else figures.refusedCommands += 1
        promise(play, entries ?? [])
        await sleep(dice(15))
      } catch {
        play.unanswered.push({ cookie: owner, command: asked })
        figures.unansweredCommands += 1
        return
      }
    }
  }
  const type = async (peer: DraftPeer, index: number): Promise<void> => {
    await peer.connect(port, cookieOf(play, index), workspaceId)
    while (!isOver) {
      play.tokens += 1
      peer.type(`${index}-${play.tokens};`)
      await sleep(1 + dice(12))
    }
  }
  const all = Promise.allSettled([...Array.from({ length: COMMANDERS }, command), ...play.peers.map(type)])
  return async () => {
    isOver = true
    stop()
    for (const peer of play.peers) peer.disconnect()
    await all
  }
}

/** Kills in the middle of it all, and sees whether every process of the server goes with it. */
async function end(server: ServerProcess, play: Play, rest: () => Promise<void>): Promise<void> {
  const children = descendantsOf(server.pid)
  await server.kill()
  const at = performance.now()
  play.deaths.push(Date.now())
  play.figures.kills += 1
  play.figures.childrenSeen += children.length
  await rest()
  let left: readonly LivingProcess[] = children.filter(isAlive)
  while (left.length > 0 && performance.now() - at < GONE_WITHIN_MS) {
    await sleep(20)
    left = left.filter(isAlive)
  }
  for (const one of left) play.figures.problems.push(`${one.command} outlived its server`)
}
