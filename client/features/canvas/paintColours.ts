/** The page's tokens as a drawing needs them; mixed as the style sheet of the canvas mixes them. */
export type PaintColours = ReturnType<typeof paintColours>

export function paintColours() {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  const mixed = (one: string, percent: number, other: string): string =>
    `color-mix(in srgb, ${one} ${percent}%, ${other})`
  const [bg, panel, muted] = [token('--bg'), token('--panel'), token('--muted')]
  const [accent, line] = [token('--accent'), token('--line')]
  return {
    font: token('--font'),
    bg,
    panel,
    muted,
    accent,
    line,
    text: token('--text'),
    card: token('--card'),
    sunken: token('--sunken'),
    frame: mixed(panel, 65, 'transparent'),
    edge: mixed(muted, 48, bg),
    waiting: mixed(accent, 55, line),
    goodSoft: token('--good-soft'),
    warnSoft: token('--warn-soft'),
    badSoft: token('--bad-soft'),
    accentSoft: token('--accent-soft'),
    lineStrong: token('--line-strong'),
    hover: token('--hover'),
    good: token('--good'),
    warn: token('--warn'),
    bad: token('--bad'),
    outside: mixed(bg, 72, 'transparent'),
  }
}

/** The colour of a step's state. */
export const colourOf = (colours: PaintColours, look: string): string | undefined =>
  pairOf(colours, look)?.[0]
/** The ground that goes with it. */
export const softOf = (colours: PaintColours, look: string): string | undefined => pairOf(colours, look)?.[1]

function pairOf(colours: PaintColours, look: string): readonly [string, string] | undefined {
  switch (look) {
    case 'good':
      return [colours.good, colours.goodSoft]
    case 'warn':
      return [colours.warn, colours.warnSoft]
    case 'bad':
      return [colours.bad, colours.badSoft]
    case 'accent':
      return [colours.accent, colours.accentSoft]
    default:
      return undefined
  }
}
