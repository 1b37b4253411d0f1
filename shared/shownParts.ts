/** What a run shows, in order: text goes on where text of the same stream ended. */
import type { ShownPart } from '#shared/run.ts'

export function joinedParts(before: readonly ShownPart[], more: readonly ShownPart[]): readonly ShownPart[] {
  const parts = [...before]
  for (const part of more) {
    const last = parts.at(-1)
    if (part.kind === 'text' && last?.kind === 'text' && last.stream === part.stream)
      parts[parts.length - 1] = { ...last, text: last.text + part.text }
    else parts.push(part)
  }
  return parts
}

const ESCAPE = '\u001b'
const BELL = '\u0007'
/** Sequences that begin with `ESC [`, those from `ESC ]` to a bell or `ESC \\`, and `ESC` with one sign. */
const ESCAPES = new RegExp(
  `${ESCAPE}\\[[0-9;?]*[ -/]*[@-~]|${ESCAPE}\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)|${ESCAPE}.`,
  'g',
)

/**
 * Text as a terminal would leave it on its lines: a carriage return goes back to the line's beginning, a backspace one
 * place, and colours and other escape sequences are dropped.
 */
export function asWritten(text: string): string {
  const plain = text.replace(ESCAPES, '')
  if (!/[\r\b]/.test(plain)) return plain
  return plain
    .split('\n')
    .map((line) => (/[\r\b]/.test(line) ? overwritten(line) : line))
    .join('\n')
}

function overwritten(line: string): string {
  const places: string[] = []
  let at = 0
  for (const sign of line) {
    if (sign === '\r') at = 0
    else if (sign === '\b') at = Math.max(0, at - 1)
    else {
      places[at] = sign
      at += 1
    }
  }
  return places.join('')
}
