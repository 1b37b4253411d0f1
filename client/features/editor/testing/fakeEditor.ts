import type { EditorText, TextEdit } from '#client/features/editor/bindText.ts'

/** Holds text with `\n` only, as an editor does, and takes edits at offsets of the text before them. */
export function createFakeEditor(): EditorText & { readonly type: (edits: readonly TextEdit[]) => void } {
  let value = ''
  const listeners = new Set<(edits: readonly TextEdit[]) => void>()
  const take = (edits: readonly TextEdit[]): void => {
    for (const { at, remove, insert } of [...edits].sort((one, other) => other.at - one.at)) {
      if (at + remove > value.length) throw new Error('An edit beyond the end')
      value = value.slice(0, at) + insert.replace(/\r\n?/g, '\n') + value.slice(at + remove)
    }
  }
  return {
    value: () => value,
    apply: take,
    onEdit(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    type(edits) {
      take(edits)
      for (const listen of listeners) listen(edits)
    },
  }
}
