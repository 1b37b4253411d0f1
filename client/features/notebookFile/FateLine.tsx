import { CodeText } from '#client/ui/CodeText.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { LANGUAGE_WORDS } from '#client/workspace/languages.ts'
import type { CellFate } from '#shared/notebookFile/cellFate.ts'

/** One cell: what becomes of it, what is hidden in it, and the code as it would be added. */
export function FateLine({ fate }: { readonly fate: CellFate }) {
  const { cell, title, says, findings, changes, block } = fate
  return (
    <li className={`fate ${fate.becomes}`}>
      <div className="fate-head">
        <span className="muted numbers">Cell {cell + 1}</span>
        <span className={fate.becomes === 'step' ? 'badge accent' : 'badge'}>{wordOf(fate)}</span>
        <span className="fate-title words">
          <Visible text={title} />
        </span>
      </div>
      {says.map((one) => (
        <p key={one} className="fate-says">
          <Visible text={one} />
        </p>
      ))}
      {findings.length > 0 && (
        <ul className="fate-findings">
          {findings.map((one) => (
            <li key={one}>
              <Visible text={one} />
            </li>
          ))}
        </ul>
      )}
      {changes.map(({ before, after }, at) => (
        <p key={at} className="fate-change mono">
          <del>
            <Visible text={before} />
          </del>{' '}
          → <Visible text={after} />
        </p>
      ))}
      {block && block.kind !== 'note' && (
        <details>
          <summary>
            The code of <Visible text={block.output} />
          </summary>
          <CodeText code={block.text} language={block.kind === 'chart' ? 'json' : block.kind} />
        </details>
      )}
    </li>
  )
}

function wordOf({ becomes, block }: CellFate): string {
  switch (becomes) {
    case 'note':
      return 'Note'
    case 'carried':
      return 'Taken along'
    case 'left-out':
      return 'Left out'
    case 'step':
      return block && block.kind !== 'note' && block.kind !== 'chart'
        ? `${LANGUAGE_WORDS[block.kind]} step`
        : 'Chart'
  }
}
