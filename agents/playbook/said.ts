/** What the playbook says next, and what it did before in the turn. */
export type Call = { readonly name: string; readonly args: Readonly<Record<string, unknown>> }
export type Said = { readonly text: string; readonly calls: readonly Call[] }

/** A call of this turn with what was answered. */
export type Done = { readonly name: string; readonly args: unknown; readonly answer: string }
