import { Notice } from '#client/ui/Notice.tsx'
import { CodeText } from '#client/ui/CodeText.tsx'
import { DecisionHistory } from '#client/features/review/DecisionHistory.tsx'
import { counted } from '#client/workspace/when.ts'
import type { EarlierVersion } from '#shared/view.ts'

/** What a person turned down of the same idea. The same content again is said aloud. */
export function EarlierVersions({ versions }: { readonly versions: readonly EarlierVersion[] }) {
  const same = versions.filter((one) => one.isSame)
  const other = versions.filter((one) => !one.isSame)
  return (
    <>
      {same.length > 0 && (
        <Notice look="warn">
          <strong>Turned down before, proposed again unchanged.</strong>
          {same.map(({ earlier }) => (
            <DecisionHistory key={earlier.proposalId} proposal={earlier} />
          ))}
        </Notice>
      )}
      {other.length > 0 && (
        <details className="earlier">
          <summary>{counted(other.length, 'earlier version')} turned down, with other content</summary>
          {other.map(({ earlier }) => (
            <div className="earlier-version" key={earlier.proposalId}>
              <DecisionHistory proposal={earlier} />
              <CodeText code={earlier.content.code} language={earlier.content.language} />
            </div>
          ))}
        </details>
      )}
    </>
  )
}
