import type { Digest } from '#shared/ids.ts'

export type Fact = { readonly term: string; readonly words: string }

export type NodeFacts = {
  readonly title: string
  readonly facts: readonly Fact[]
  /** Whole text that its author wrote: a conclusion, an objective. */
  readonly text?: string
  readonly reason?: { readonly by: string; readonly words: string }
  /** What an author says of their own proposal: never checked by anyone. */
  readonly claim?: { readonly by: string; readonly isAgent: boolean; readonly words: string }
  readonly digest?: { readonly of: string; readonly digest: Digest }
  /** Where it stands among the blocks. */
  readonly block?: string
  readonly download?: { readonly digest: Digest; readonly fileName: string }
}

export const fact = (term: string, words: string): Fact => ({ term, words })
