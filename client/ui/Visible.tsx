import { visibleText, type Piece } from '#client/ui/visibleText.ts'

/** Text from elsewhere, drawn so that nothing in it hides. */
export function Visible({ text }: { readonly text: string }) {
  return visibleText(text).map((piece, at) => <VisiblePiece key={at} piece={piece} />)
}

export function VisiblePiece({ piece }: { readonly piece: Piece }) {
  if (piece.kind === 'plain') return piece.text
  return (
    <mark className={piece.kind === 'hidden' ? 'hidden-character' : 'look-alike'} title={piece.says}>
      {piece.text}
    </mark>
  )
}
