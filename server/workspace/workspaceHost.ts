/**
 * One workspace, live: the only place where commands become entries. Commands that have arrived are decided one after the
 * other on the working state and appended in one transaction; only then are they published and answered.
 */
import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '#shared/actor.ts'
import type { Command } from '#shared/command.ts'
import { decide } from '#shared/decide.ts'
import { evolve } from '#shared/evolve.ts'
import { CommandId, Instant, type WorkspaceId } from '#shared/ids.ts'
import type { Passing } from '#shared/protocol.ts'
import { Refusal } from '#shared/refusal.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { WorkspaceState } from '#shared/workspace.ts'
import type { Answer as Kept, AnsweredCommand, Head, Ledger } from '#server/ledger/ledger.ts'
import { openFoldHistory } from '#server/workspace/foldHistory.ts'
import { sealEvents } from '#server/workspace/sealEvents.ts'
import type { StoredEntry } from '#shared/ledger/entry.ts'

/** Where the command's entries stand: none when `to < from` (allowed, and nothing had to change). */
export type Recorded = { readonly from: number; readonly to: number }
export type Answer = Result<Recorded, Refusal>

export type WorkspaceHost = {
  readonly workspaceId: WorkspaceId
  /** The fold of everything recorded. */
  readonly state: () => WorkspaceState
  /** The fold as of a place; the present beyond the last. */
  readonly stateAt: (seq: number) => WorkspaceState
  readonly head: () => Head
  readonly read: (afterSeq: number, limit: number) => readonly StoredEntry[]
  /** Answered when durable. The same command id is answered once and with the same answer, however often it comes. */
  readonly dispatch: (commandId: CommandId, command: Command, actor: Actor) => Promise<Answer>
  /** Calls with every entry after `afterSeq`, in order, in batches, without gaps; returns the way to stop. */
  readonly subscribe: (afterSeq: number, listen: (entries: readonly StoredEntry[]) => void) => () => void
  /** What is told once to whoever listens now, and never recorded. */
  readonly tell: (passing: Passing) => void
  readonly overhear: (listen: (passing: Passing) => void) => () => void
  readonly close: () => void
}

export type HostOptions = {
  readonly ledger: Ledger
  readonly now: () => Instant
  /** Name of the model that serves agents' turns. */
  readonly model: () => string
}

type Waiting = {
  readonly commandId: CommandId
  readonly command: Command
  readonly actor: Actor
  readonly answer: (answer: Answer) => void
  readonly fail: (failure: Error) => void
}

const PAGE = 500

export const newCommandId = (): CommandId => CommandId.parse(uuidv7())
export const systemClock = (): Instant => Instant.parse(new Date().toISOString())

export function openWorkspace(workspaceId: WorkspaceId, { ledger, now, model }: HostOptions): WorkspaceHost {
  const history = openFoldHistory(workspaceId, ledger)
  let state = history.present()
  let head = ledger.head(workspaceId)
  let waiting: Waiting[] = []
  let isScheduled = false
  const subscribers = new Set<() => void>()
  const overhearing = new Set<(passing: Passing) => void>()

  /** Nothing is awaited between deciding and appending, so no lock is needed. Keep it so. */
  function commit(): void {
    isScheduled = false
    const batch = waiting
    waiting = []
    const settle: (() => void)[] = []
    const entries: StoredEntry[] = []
    const before = ledger.answered(
      workspaceId,
      batch.map((one) => one.commandId),
    )
    const answered = new Map<CommandId, Answer>()
    let working = state
    let last = head
    for (const one of batch) {
      const known = answered.get(one.commandId) ?? answerOf(before.get(one.commandId))
      if (known) {
        settle.push(() => one.answer(known))
        continue
      }
      const at = now()
      const verdict = decide(working, one.command, { actor: one.actor, at, model: model() })
      const from = last.seq + 1
      if (verdict.ok) {
        const sealed = sealEvents(workspaceId, last, verdict.value, one.actor, at)
        entries.push(...sealed.entries)
        working = evolve(working, sealed.recorded)
        last = sealed.head
      }
      const answer: Answer = verdict.ok ? ok({ from, to: last.seq }) : err(verdict.error)
      answered.set(one.commandId, answer)
      settle.push(() => one.answer(answer))
    }
    if (answered.size > 0) {
      const appended = ledger.append(workspaceId, head.seq, entries, [...answered].map(keptOf))
      if (!appended.ok) throw new Error('Another server writes to this ledger')
    }
    state = working
    head = last
    if (entries.length > 0) history.extend(working, last)
    for (const done of settle) done()
    if (entries.length > 0) for (const wake of subscribers) wake()
  }

  function commitOrFail(): void {
    const batch = waiting
    try {
      commit()
    } catch (cause) {
      const failure = new Error('The ledger could not record this; nothing was acknowledged', { cause })
      for (const one of batch) one.fail(failure)
    }
  }

  return {
    workspaceId,
    state: () => state,
    stateAt: (seq) => (seq >= head.seq ? state : history.at(seq)),
    head: () => head,
    read: (afterSeq, limit) => ledger.read(workspaceId, afterSeq, limit),
    dispatch: (commandId, command, actor) =>
      new Promise((answer, fail) => {
        waiting.push({ commandId, command, actor, answer, fail })
        if (isScheduled) return
        isScheduled = true
        setImmediate(commitOrFail)
      }),
    subscribe(afterSeq, listen) {
      let position = afterSeq
      let isTelling = false
      const wake = (): void => {
        if (isTelling) return
        isTelling = true
        try {
          while (subscribers.has(wake) && position < head.seq) {
            const entries = ledger.read(workspaceId, position, PAGE)
            position = entries.at(-1)?.seq ?? head.seq
            listen(entries)
          }
        } finally {
          isTelling = false
        }
      }
      subscribers.add(wake)
      wake()
      return () => void subscribers.delete(wake)
    },
    tell: (passing) => {
      for (const listen of overhearing) listen(passing)
    },
    overhear(listen) {
      overhearing.add(listen)
      return () => void overhearing.delete(listen)
    },
    close: () => {
      history.close()
      subscribers.clear()
      overhearing.clear()
    },
  }
}

function keptOf([commandId, answer]: readonly [CommandId, Answer]): AnsweredCommand {
  const kept: Kept = answer.ok
    ? { kind: 'accepted', fromSeq: answer.value.from, toSeq: answer.value.to }
    : { kind: 'refused', refusal: JSON.stringify(answer.error) }
  return { commandId, answer: kept }
}

function answerOf(kept: Kept | undefined): Answer | undefined {
  if (kept === undefined) return undefined
  return kept.kind === 'accepted'
    ? ok({ from: kept.fromSeq, to: kept.toSeq })
    : err(Refusal.parse(JSON.parse(kept.refusal)))
}
