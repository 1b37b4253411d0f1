/** The live socket: entries into the fold, passing news to the page; comes back by itself, from where the fold stands. */
import { createSignal, type Signal } from '#client/connection/signal.ts'
import type { FoldStore } from '#client/workspace/foldStore.ts'
import { type SaidWords, wordsAfter } from '#client/connection/saidWords.ts'
import { LiveMessage } from '#shared/protocol.ts'
import type { ShownPart } from '#shared/run.ts'
import { joinedParts } from '#shared/shownParts.ts'

export type LiveStatus = 'connecting' | 'live' | 'offline' | 'refused'

export type Passing = {
  /** Run → percent done, −1 when it can't be told. */
  readonly runs: ReadonlyMap<string, number>
  /** Run → what it has shown since this window listens. */
  readonly shown: ReadonlyMap<string, readonly ShownPart[]>
  /** Turn → what the agent is saying right now. */
  readonly words: ReadonlyMap<string, SaidWords>
  readonly imports: ReadonlyMap<string, { readonly fileName: string; readonly percent: number }>
}

export type LiveSocket = {
  readonly status: Signal<LiveStatus>
  /** False until all that was recorded at the moment of connecting is in the fold. */
  readonly isCaughtUp: Signal<boolean>
  readonly passing: Signal<Passing>
  readonly close: () => void
}

const MOST_WAIT = 8_000
const NONE: Passing = { runs: new Map(), shown: new Map(), words: new Map(), imports: new Map() }

export function openLiveSocket(address: string, fold: FoldStore): LiveSocket {
  const status = createSignal<LiveStatus>('connecting')
  const isCaughtUp = createSignal(false)
  const passing = createSignal(NONE)
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isClosed = false

  const hear = (message: LiveMessage): void => {
    const now = passing.get()
    switch (message.type) {
      case 'entries':
        // A gap means that this socket and the fold disagree: ask again from where the fold stands.
        if (fold.take(message.entries) === 'gap') socket?.close()
        return
      case 'caught-up':
        failures = 0
        status.set('live')
        return isCaughtUp.set(true)
      case 'run-progress':
        return passing.set({ ...now, runs: new Map(now.runs).set(message.runId, message.percent) })
      case 'run-shown': {
        const before = now.shown.get(message.runId) ?? []
        return passing.set({
          ...now,
          shown: new Map(now.shown).set(message.runId, joinedParts(before, message.parts)),
        })
      }
      case 'agent-text': {
        const words = wordsAfter(now.words.get(message.turnId), message)
        return passing.set({ ...now, words: new Map(now.words).set(message.turnId, words) })
      }
      case 'import-progress': {
        const { importId, fileName, percent } = message
        const imports = new Map(now.imports)
        if (percent >= 100) imports.delete(importId)
        else imports.set(importId, { fileName, percent })
        return passing.set({ ...now, imports })
      }
    }
  }

  const open = (): void => {
    status.set(failures === 0 ? 'connecting' : 'offline')
    const opened = new WebSocket(`${address}?after=${fold.state().seq}`)
    socket = opened
    opened.onmessage = (event: MessageEvent<unknown>) => {
      if (typeof event.data !== 'string') return
      const message = LiveMessage.safeParse(JSON.parse(event.data))
      if (message.success) hear(message.data)
    }
    opened.onclose = ({ code }) => {
      if (isClosed) return
      if (code >= 4400 && code < 4500) return status.set('refused')
      failures += 1
      status.set('offline')
      timer = setTimeout(open, Math.min(MOST_WAIT, 200 * 2 ** failures))
    }
  }
  open()

  return {
    status,
    isCaughtUp,
    passing,
    close() {
      isClosed = true
      clearTimeout(timer)
      socket?.close()
    },
  }
}
