/** What a round of kills carries along: who takes part, what they were promised, and the figures of it all. */
import type { DraftPeer } from '#e2e/testing/draftPeer.ts'
import type { Link } from '#e2e/testing/auditRecord.ts'
import type { Dice } from '#e2e/testing/killLoad.ts'
import type { Command } from '#e2e/testing/serverVisitor.ts'
import { evolve } from '#shared/evolve.ts'
import type { WorkspaceId } from '#shared/ids.ts'
import type { StoredEntry } from '#shared/ledger/entry.ts'
import { recordedOf } from '#shared/recordedEvent.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type KillFigures = {
  kills: number
  killsWhileStarting: number
  acknowledgedCommands: number
  refusedCommands: number
  unansweredCommands: number
  /** Of the unanswered: those that stood in the ledger, and were answered so when sent again. */
  recordedUnanswered: number
  entries: number
  savedEdits: number
  runs: number
  runsLost: number
  runsRetried: number
  runsFinished: number
  childrenSeen: number
  slowestRecoveryMs: number
  readonly problems: string[]
}

export const noFigures = (): KillFigures => ({
  kills: 0,
  killsWhileStarting: 0,
  acknowledgedCommands: 0,
  refusedCommands: 0,
  unansweredCommands: 0,
  recordedUnanswered: 0,
  entries: 0,
  savedEdits: 0,
  runs: 0,
  runsLost: 0,
  runsRetried: 0,
  runsFinished: 0,
  childrenSeen: 0,
  slowestRecoveryMs: 0,
  problems: [],
})

export type Play = {
  readonly workspaceId: WorkspaceId
  readonly owner: string
  readonly cookies: readonly string[]
  readonly peers: readonly DraftPeer[]
  readonly figures: KillFigures
  readonly dice: Dice
  /** Where each entry must stand that a client was told of, in an answer or live. */
  readonly promised: Map<number, string>
  state: WorkspaceState
  /** As far as the chain was checked. */
  checked: Link
  readonly unanswered: { readonly cookie: string; readonly command: Command }[]
  tokens: number
  /** When the server was dead for certain, in milliseconds. */
  readonly deaths: number[]
}

export const cookieOf = ({ cookies, owner }: Play, index: number): string => cookies[index % 2] ?? owner

export function fold(play: Play, entries: readonly StoredEntry[]): void {
  const news = entries.filter((one) => one.seq > play.state.seq)
  play.state = evolve(
    play.state,
    news.map((one) => recordedOf(one.body)),
  )
}

export const promise = (play: Play, entries: readonly StoredEntry[]): void => {
  for (const { seq, leaf } of entries) play.promised.set(seq, leaf)
}
