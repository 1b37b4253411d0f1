/** One line of code, cut so that each cut has one colour, hides nothing, and is marked or not. Joined, the cuts are the line. */
import { codeTokens, type CodeToken } from '#client/ui/codeTokens.ts'
import { sourceOf, visibleText, type Piece } from '#client/ui/visibleText.ts'

/** From a character up to, not including, another. */
export type Span = { readonly from: number; readonly to: number }

export type CodeCut = {
  readonly piece: Piece
  readonly colour: CodeToken['kind']
  readonly isMarked: boolean
}

export function codeCuts(line: string, language: string, marked: readonly Span[] = []): readonly CodeCut[] {
  const colours = codeTokens(line, language)
  const cuts: CodeCut[] = []
  let [at, token, tokenEnd, mark] = [0, 0, colours[0]?.text.length ?? 0, 0]
  // The line is looked at as a whole first: a word is suspicious for the letters around, whatever their colour.
  for (const piece of visibleText(line, true)) {
    const end = at + sourceOf(piece).length
    while (at < end) {
      while (tokenEnd <= at && token < colours.length - 1) tokenEnd += colours[(token += 1)]?.text.length ?? 0
      while ((marked[mark]?.to ?? Infinity) <= at) mark += 1
      const span = marked[mark]
      const isMarked = span !== undefined && span.from <= at
      const edge = isMarked ? span.to : (span?.from ?? end)
      const stop = piece.kind === 'plain' ? Math.min(end, Math.max(tokenEnd, at + 1), edge) : end
      cuts.push({
        piece: piece.kind === 'plain' ? { kind: 'plain', text: line.slice(at, stop) } : piece,
        colour: colours[token]?.kind ?? 'plain',
        isMarked,
      })
      at = stop
    }
  }
  return cuts
}
