/** What an agent is saying right now: the words of its latest call of the model, never those of a call that was tried again. */

export type SaidWords = { readonly attempt: number; readonly text: string }

export function wordsAfter(before: SaidWords | undefined, said: SaidWords): SaidWords {
  const { attempt, text } = said
  if (!before || attempt > before.attempt) return { attempt, text }
  return attempt < before.attempt ? before : { attempt, text: `${before.text}${text}` }
}
