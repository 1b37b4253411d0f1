/**
 * Keeps an editor's text and a shared text equal. Line ends are `\n` in both: a peer's `\r\n` is mended in the shared
 * text, since an editor counts it as one character and every later offset would be off by one.
 */
import type * as Y from 'yjs'
import { replaceText } from '#client/workspace/drafts.ts'

/** In characters of the text as it was before all of the edits that are told together. */
export type TextEdit = { readonly at: number; readonly remove: number; readonly insert: string }

/** What is needed of an editor. */
export type EditorText = {
  readonly value: () => string
  readonly apply: (edits: readonly TextEdit[]) => void
  readonly onEdit: (listen: (edits: readonly TextEdit[]) => void) => () => void
}

export type TextBinding = { readonly dispose: () => void }

export const withPlainLineEnds = (text: string): string => text.replace(/\r\n?/g, '\n')

export function bindText(text: Y.Text, editor: EditorText): TextBinding {
  const origin: TextBinding = { dispose }
  let isApplying = false

  const stopListening = editor.onEdit((edits) => {
    if (isApplying) return
    transact(() => {
      // From the end, so that earlier offsets stay true.
      for (const { at, remove, insert } of [...edits].sort((one, other) => other.at - one.at)) {
        if (remove > 0) text.delete(at, remove)
        if (insert !== '') text.insert(at, withPlainLineEnds(insert))
      }
      replaceText(text, editor.value())
    })
  })

  const onShared = (event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (transaction.origin === origin) return
    show(editsOf(event.delta))
    if (text.toJSON().includes('\r')) queueMicrotask(mend)
  }
  text.observe(onShared)

  mend()
  show([])
  return origin

  function show(edits: readonly TextEdit[]): void {
    isApplying = true
    const wanted = withPlainLineEnds(text.toJSON())
    if (!edits.some((edit) => edit.insert.includes('\r')) && fits(edits)) editor.apply(edits)
    const now = editor.value()
    if (now !== wanted) editor.apply([differenceOf(now, wanted)])
    isApplying = false
  }

  function fits(edits: readonly TextEdit[]): boolean {
    const { length } = editor.value()
    return edits.length > 0 && edits.every(({ at, remove }) => at + remove <= length)
  }

  function mend(): void {
    const now = text.toJSON()
    if (!now.includes('\r')) return
    transact(() => {
      for (const found of [...now.matchAll(/\r\n?/g)].reverse()) {
        text.delete(found.index, 1)
        if (found[0] === '\r') text.insert(found.index, '\n')
      }
    })
    show([])
  }

  function transact(change: () => void): void {
    if (text.doc) text.doc.transact(change, origin)
    else change()
  }

  function dispose(): void {
    stopListening()
    text.unobserve(onShared)
  }
}

function editsOf(delta: Y.YTextEvent['delta']): readonly TextEdit[] {
  const edits: TextEdit[] = []
  let at = 0
  for (const part of delta) {
    if (part.retain !== undefined) at += part.retain
    if (typeof part.insert === 'string') edits.push({ at, remove: 0, insert: part.insert })
    if (part.delete !== undefined) {
      edits.push({ at, remove: part.delete, insert: '' })
      at += part.delete
    }
  }
  return edits
}

/** The smallest single edit that makes one text another. */
export function differenceOf(now: string, wanted: string): TextEdit {
  const most = Math.min(now.length, wanted.length)
  let start = 0
  while (start < most && now[start] === wanted[start]) start += 1
  let end = 0
  while (end < most - start && now[now.length - 1 - end] === wanted[wanted.length - 1 - end]) end += 1
  return { at: start, remove: now.length - end - start, insert: wanted.slice(start, wanted.length - end) }
}
