/** Where in a text something stands, as an editor counts it. */
export type CodePlace = { readonly line: number; readonly column: number }

/** DuckDB counts bytes of UTF-8; an editor counts from 1, in UTF-16 units. */
export function placeOfByte(text: string, byte: number): CodePlace | undefined {
  const bytes = new TextEncoder().encode(text)
  if (!Number.isInteger(byte) || byte < 0 || byte > bytes.length) return undefined
  return placeAt(text, new TextDecoder().decode(bytes.subarray(0, byte)).length)
}

/** Of a word that stands in the text once only. */
export function placeOfWord(text: string, word: string): CodePlace | undefined {
  const found = [...text.matchAll(new RegExp(`(?<![\\w$])${word.replaceAll(/\W/g, '\\$&')}(?!\\w)`, 'gi'))]
  const [only] = found
  return only && found.length === 1 ? placeAt(text, only.index) : undefined
}

export function placeAt(text: string, index: number): CodePlace {
  const before = text.slice(0, index)
  const line = before.split('\n').length
  return { line, column: index - before.lastIndexOf('\n') }
}
