import { createSignal } from '#client/connection/signal.ts'
import type { NotebookAct } from '#client/workspace/keys.ts'

/** Does to the selected block what a key would: there while the notebook is on the page. */
export const notebookDoes = createSignal<((act: NotebookAct) => void) | undefined>(undefined)
