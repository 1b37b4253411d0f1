import type { SettingChange } from '#client/features/review/settingChanges.ts'
import { Visible } from '#client/ui/Visible.tsx'

export function SettingChanges({ changes }: { readonly changes: readonly SettingChange[] }) {
  if (changes.length === 0) return null
  return (
    <ul className="setting-changes" aria-label="Changes of settings">
      {changes.map(({ what, before, after }) => (
        <li key={what}>
          <span className="muted">{what}</span>{' '}
          {before === undefined ? (
            <span className="muted">not there before</span>
          ) : (
            <del>
              <Visible text={before} />
            </del>
          )}{' '}
          →{' '}
          {after === undefined ? (
            <span className="muted">taken out</span>
          ) : (
            <ins>
              <Visible text={after} />
            </ins>
          )}
        </li>
      ))}
    </ul>
  )
}
