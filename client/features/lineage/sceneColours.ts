/** The tokens as a canvas needs them: read again whenever the theme changes. */
import type { ExplorerKind } from '#client/features/lineage/explorerGraph.ts'

export type SceneColours = Readonly<
  Record<
    | 'ground'
    | 'card'
    | 'line'
    | 'edge'
    | 'text'
    | 'muted'
    | 'accent'
    | 'accentSoft'
    | 'warn'
    | 'warnSoft'
    | 'bad',
    string
  >
> & { readonly kinds: Readonly<Record<ExplorerKind, string>>; readonly font: string; readonly mono: string }

export function readColours(element: Element): SceneColours {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    ground: token('--sunken'),
    card: token('--card'),
    line: token('--line-strong'),
    edge: token('--line-strong'),
    text: token('--text'),
    muted: token('--muted'),
    accent: token('--accent'),
    accentSoft: token('--accent-soft'),
    warn: token('--warn'),
    warnSoft: token('--warn-soft'),
    bad: token('--bad'),
    font: token('--font'),
    mono: token('--mono'),
    kinds: {
      dataset: token('--accent'),
      step: token('--muted'),
      run: token('--muted'),
      artifact: token('--good'),
      conclusion: token('--warn'),
      objective: token('--accent-strong'),
      constraint: token('--warn'),
      proposal: token('--agent'),
      decision: token('--good'),
    },
  }
}
