import type { Finding } from '#shared/preflight.ts'

/** Something that is held against a step, in words, and where if that is known. */
export type Trouble = Pick<Finding, 'text' | 'line' | 'column'>

/** The code after it, and why, for the person who reviews it. */
export type Mended = { readonly code: string; readonly said: string }
