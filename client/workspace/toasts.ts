/** Short words on what just happened, said once and gone: what stays true stands at its block. */
import { createSignal } from '#client/connection/signal.ts'

export type Toast = {
  readonly key: number
  readonly words: string
  readonly act?: { readonly label: string; readonly run: () => void }
}

export const toasts = createSignal<readonly Toast[]>([])

const MOST = 3
let keys = 0

export function say(words: string, act?: Toast['act']): void {
  keys += 1
  toasts.set([...toasts.get(), { key: keys, words, ...(act ? { act } : {}) }].slice(-MOST))
}

export const unsay = (key: number): void => toasts.set(toasts.get().filter((one) => one.key !== key))
