import { visibleText } from '#client/ui/visibleText.ts'

/** Text from elsewhere, drawn so that nothing in it hides. */
export function Visible({ text }: { readonly text: string }) {
  return (
    <>
      {visibleText(text).map((piece, at) =>
        piece.kind === 'plain' ? (
          piece.text
        ) : (
          <mark
            key={at}
            className={piece.kind === 'hidden' ? 'hidden-character' : 'look-alike'}
            title={piece.says}
          >
            {piece.text}
          </mark>
        ),
      )}
    </>
  )
}
