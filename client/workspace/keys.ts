/** Every key of the window, once: who listens to keys, the help and the palette all read them here. */

type Line<Act extends string> = {
  readonly act: Act
  /** Each of them does it. `D D` is one after the other; `Mod` is Ctrl, and Cmd on a Mac. */
  readonly keys: readonly string[]
  readonly says: string
  /** Changes nothing: also for those who only read, and while an earlier moment is shown. */
  readonly isLook?: true
}

const lines = <Act extends string>(...all: readonly Line<Act>[]): readonly Line<Act>[] => all

export const RUN_KEYS = lines(
  { act: 'run', keys: ['Mod+Enter'], says: 'Run the step and stay' },
  { act: 'run-go-on', keys: ['Shift+Enter'], says: 'Run the step and go on' },
  { act: 'run-insert-below', keys: ['Alt+Enter'], says: 'Run the step and insert below' },
  { act: 'run-stale', keys: ['E A'], says: 'Run all stale steps' },
  { act: 'interrupt', keys: ['I I'], says: 'Stop the run of the step' },
)

export const BLOCK_KEYS = lines(
  { act: 'enter', keys: ['Enter'], says: 'Write in the block' },
  { act: 'next', keys: ['J', 'ArrowDown'], says: 'Next block', isLook: true },
  { act: 'previous', keys: ['K', 'ArrowUp'], says: 'Previous block', isLook: true },
  { act: 'insert-above', keys: ['A'], says: 'Insert SQL above' },
  { act: 'insert-below', keys: ['B'], says: 'Insert SQL below' },
  { act: 'to-note', keys: ['M'], says: 'Turn a draft into a note' },
  { act: 'to-sql', keys: ['S'], says: 'Turn a draft into SQL' },
  { act: 'to-python', keys: ['Y'], says: 'Turn a draft into Python' },
  { act: 'cut', keys: ['X'], says: 'Cut the block' },
  { act: 'copy', keys: ['C'], says: 'Copy the block' },
  { act: 'paste', keys: ['V'], says: 'Paste a block below' },
  { act: 'delete', keys: ['D D'], says: 'Delete a draft; propose the removal of a step' },
  { act: 'move-up', keys: ['Alt+Shift+ArrowUp'], says: 'Move the block up' },
  { act: 'move-down', keys: ['Alt+Shift+ArrowDown'], says: 'Move the block down' },
  { act: 'undo', keys: ['Z'], says: 'Undo the last block action' },
  { act: 'redo', keys: ['Shift+Z'], says: 'Redo the block action' },
  { act: 'comment', keys: ['Mod+Alt+C'], says: 'Comment on the block', isLook: true },
  { act: 'next-pending', keys: ['N'], says: 'Next proposal that waits', isLook: true },
)

export const NOTEBOOK_KEYS = [...RUN_KEYS, ...BLOCK_KEYS]
export type NotebookAct = (typeof NOTEBOOK_KEYS)[number]['act']

export const WINDOW_KEYS = lines(
  { act: 'palette', keys: ['Mod+K'], says: 'Find what to do or where to go' },
  { act: 'ask-agent', keys: ['Mod+Shift+E'], says: 'Ask the agent about the step' },
  { act: 'left', keys: ['Mod+B'], says: 'Show or hide data and outline' },
  { act: 'right', keys: ['Mod+J'], says: 'Show or hide the right panel' },
  { act: 'history', keys: ['Mod+Shift+H'], says: 'Show or hide the history' },
  { act: 'help', keys: ['?'], says: 'Show this list' },
)

export const EDITOR_KEYS = lines(
  { act: 'leave', keys: ['Escape'], says: 'Leave the editor: letters are keys then' },
  { act: 'format', keys: ['Alt+Shift+F'], says: 'Format the code' },
)

export const REVIEW_KEYS = lines(
  { act: 'approve', keys: ['Shift+A'], says: 'Approve' },
  { act: 'edit', keys: ['Shift+E'], says: 'Edit and approve' },
  { act: 'request-changes', keys: ['Shift+C'], says: 'Request changes' },
  { act: 'reject', keys: ['Shift+R'], says: 'Reject' },
)

export const CANVAS_KEYS = lines(
  { act: 'go', keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], says: 'Go to a neighbour' },
  {
    act: 'move',
    keys: ['Alt+Shift+ArrowLeft', 'Alt+Shift+ArrowRight', 'Alt+Shift+ArrowUp', 'Alt+Shift+ArrowDown'],
    says: 'Move what is picked',
  },
  { act: 'open', keys: ['Enter'], says: 'Open the block' },
  { act: 'close', keys: ['Escape'], says: 'Close it, or pick nothing' },
  { act: 'fit', keys: ['1'], says: 'Show all of it' },
  { act: 'fit-picked', keys: ['2'], says: 'Show what is picked' },
  { act: 'pick-all', keys: ['Mod+A'], says: 'Pick all' },
  { act: 'remove', keys: ['Delete', 'Backspace'], says: 'Delete what is picked' },
)

type Keys = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** What is pressed, as the lists above name it. Letters are what Shift makes of them, whatever caps lock says. */
export function strokeOf({ key, code, ctrlKey, metaKey, shiftKey, altKey }: Keys): string {
  // With Alt a Mac writes another sign than the letter of the key.
  const letter = /^[a-z]$/i.test(key) ? key : altKey ? /^Key([A-Z])$/.exec(code)?.[1] : undefined
  const name = letter?.toUpperCase() ?? key
  // `?` is made with Shift on one keyboard and without it on another.
  const isSign = letter === undefined && key.length === 1
  return [
    ctrlKey || metaKey ? 'Mod+' : '',
    altKey ? 'Alt+' : '',
    shiftKey && !isSign ? 'Shift+' : '',
    name,
  ].join('')
}

/** The act of a list that a stroke asks for, where `before` is the stroke just before it. */
export function actOf<Act extends string>(
  list: readonly Line<Act>[],
  stroke: string,
  before = '',
): Line<Act> | undefined {
  const both = `${before} ${stroke}`
  return list.find(({ keys }) => keys.includes(both)) ?? list.find(({ keys }) => keys.includes(stroke))
}

const SIGNS: Readonly<Record<string, string>> = {
  Mod: 'Ctrl/Cmd',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** `Mod+Alt+C` as it is printed on a keyboard. */
export const printed = (keys: string): string =>
  keys
    .split('+')
    .map((part) => SIGNS[part] ?? part)
    .join(' + ')

/** The first key of an act, for where it can be done by pointer too. */
const keyIn =
  <Act extends string>(list: readonly Line<Act>[]) =>
  (act: Act): string =>
    printed(list.find((line) => line.act === act)?.keys[0] ?? '')

export const keyOf = keyIn(NOTEBOOK_KEYS)
export const windowKeyOf = keyIn(WINDOW_KEYS)
