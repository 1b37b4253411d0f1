/** What of a block one person has folded away, or opened though it starts folded: a way of looking, kept in this browser. */
import { useSyncExternalStore } from 'react'
import { z } from 'zod'
import { createSignal } from '#client/connection/signal.ts'

/** The outputs of one step fold together or, of several, each by its name. */
export type Part = 'code' | 'output' | `output ${string}`
export type Fold = { readonly isOpen: boolean; readonly toggle: () => void }

const KEY = 'countersign-folded-parts'
/** The oldest are forgotten: they open as they began. */
const MOST = 2_000
const Kept = z.array(z.string()).catch([])

/** Those that are not as they began. */
const toggled = createSignal<ReadonlySet<string>>(new Set(readKept()))

export function toggledAfter(before: ReadonlySet<string>, part: string): ReadonlySet<string> {
  const others = [...before].filter((one) => one !== part)
  return new Set(before.has(part) ? others : [...others, part].slice(-MOST))
}

/** Outside of the block, as blocks of a long page are given up when they are far. */
export function useFold(blockId: string, part: Part, beginsOpen: boolean): Fold {
  const name = `${part}:${blockId}`
  const isToggled = useSyncExternalStore(toggled.subscribe, () => toggled.get().has(name))
  return {
    isOpen: isToggled !== beginsOpen,
    toggle() {
      const next = toggledAfter(toggled.get(), name)
      toggled.set(next)
      keep(JSON.stringify([...next]))
    },
  }
}

// A browser may forbid storage, or hold what is no JSON: then all is as it began.
function readKept(): readonly string[] {
  try {
    return Kept.parse(JSON.parse(globalThis.localStorage?.getItem(KEY) ?? '[]'))
  } catch {
    return []
  }
}

function keep(text: string): void {
  try {
    localStorage.setItem(KEY, text)
  } catch {
    // It holds until the page is closed.
  }
}
