/** Texts that try to hide what they are from a reviewer, each with what a card must show of it. */

export type HidingText = {
  readonly text: string
  /** What stands on the screen, letter by letter. */
  readonly shown: string
  /** Must also be marked as not what it looks like. */
  readonly marked?: string
}

const shownAs = (code: number): string => `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)

const INVISIBLE = [
  ...range(0x01, 0x08),
  ...range(0x0b, 0x1f),
  ...range(0x7f, 0x8a),
  0xa0,
  0xad,
  0x34f,
  0x61c,
  0x115f,
  0x1160,
  0x17b4,
  0x180e,
  ...range(0x2000, 0x200f),
  ...range(0x2028, 0x202f),
  ...range(0x205f, 0x206f),
  0x3000,
  0x3164,
  0xfe0f,
  0xfeff,
  0xffa0,
  0xfff9,
  0xe000,
  0xe0001,
  0xe0041,
  0xe0100,
]
const invisible = INVISIBLE.map((code): HidingText => {
  const character = String.fromCodePoint(code)
  return { text: `am${character}ount`, shown: `am${shownAs(code)}ount` }
})

const TROJANS = [
  [0x202e, 0x2066, 0x2069, 0x2066],
  [0x202d, 0x202c],
  [0x2067, 0x2068, 0x2069],
  [0x202b, 0x202a],
  [0x200f, 0x200e],
]
const trojans = TROJANS.flatMap((codes) =>
  ['/* ', 'if admin ', '}; DROP '].map((words): HidingText => ({
    text: codes.map((code) => words + String.fromCodePoint(code)).join(''),
    shown: codes.map((code) => words + shownAs(code)).join(''),
  })),
)

const ansi = ['[2K', '[1A', '[8m', '[31mred[0m', ']0;title', 'c'].map((rest): HidingText => ({
  text: `\u001B${rest}x`,
  shown: `${shownAs(0x1b)}${rest}x`,
}))

const LOOK_ALIKES = 'асеорхуіјѕԁԛԝАВЕКМНОРСТХοανρ１ａ；ſℓⅠｓ𝐚𝒔ɑ∕−‐'
const lookAlikes = Array.from(LOOK_ALIKES, (letter): HidingText => ({
  text: `sal${letter}s`,
  shown: `sal${letter}s`,
  marked: letter,
}))

const stacks = [3, 8, 12, 20, 40, 80, 120, 200].map((height): HidingText => ({
  text: `e${'\u0301'.repeat(height)}`,
  shown: `e\u0301\u0301${shownAs(0x301).repeat(height - 2)}`,
}))

const MARKUP = [
  '<script>window.executed = 1</script>',
  '<img src=x onerror="window.executed = 1">',
  '<svg onload="window.executed = 1"></svg>',
  '<svg><script>window.executed = 1</script></svg>',
  '<iframe src="https://evil.example/"></iframe>',
  '<a href="javascript:window.executed = 1">x</a>',
  '![x](https://evil.example/x.png)',
  '[approve](javascript:window.executed=1)',
  '<style>body{display:none}</style>',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<meta http-equiv=refresh content="0;url=https://evil.example/">',
  '<form action="https://evil.example/"><button>Approve</button></form>',
  '<details open ontoggle="window.executed = 1">',
  '<math><mtext><img src=x onerror=window.executed=1>',
  '<!-- --><b hidden>not shown</b>',
  '</code></pre><h1>Approved</h1>',
  '<input autofocus onfocus=window.executed=1>',
  '&lt;b&gt; &#x202E; &nbsp;',
  '${window.executed = 1} {{constructor.constructor("window.executed=1")()}}',
  '<object data="data:text/html,<script>window.executed=1</script>"></object>',
  '<body onload=window.executed=1>',
  '<video><source onerror="window.executed=1"></video>',
]
const markup = MARKUP.map((text): HidingText => ({ text, shown: text }))

const tabs = ['a\tb', 'x\t\ty'].map((text): HidingText => ({
  text,
  shown: text.replaceAll('\t', shownAs(9)),
}))

const long = [100, 500, 5000].flatMap((length) =>
  [' ', 'x', 'ab '].map((filling): HidingText => {
    const text = `start ${filling.repeat(length)} OR 1=1`
    return { text, shown: text }
  }),
)

export const HIDING_TEXTS: readonly HidingText[] = [
  ...invisible,
  ...trojans,
  ...ansi,
  ...lookAlikes,
  ...stacks,
  ...markup,
  ...tabs,
  ...long,
]
