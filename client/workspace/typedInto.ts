/** What takes letters as text: no key of ours is heard there. */
const FIELDS = 'input, textarea, select, [role="textbox"], .monaco-editor'

export const isTypedInto = (element: HTMLElement): boolean =>
  element.isContentEditable || element.closest(FIELDS) !== null

/** A layer over the page has the keys to itself. */
export const isInLayer = (element: Element): boolean =>
  element.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null
