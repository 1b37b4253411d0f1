/** Changes of a text by place: none may touch another, and what lies outside of them stays as it is. */
export type Edit = { readonly start: number; readonly end: number; readonly text: string }

export function edited(text: string, edits: readonly Edit[]): string {
  let result = ''
  let at = 0
  for (const { start, end, text: put } of edits.toSorted((one, other) => one.start - other.start)) {
    if (start < at) continue
    result += text.slice(at, start) + put
    at = end
  }
  return result + text.slice(at)
}
