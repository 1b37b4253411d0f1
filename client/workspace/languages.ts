/** What the languages of steps are called. */
import { Language } from '#shared/constraint.ts'

export const LANGUAGE_WORDS: Readonly<Record<Language, string>> = {
  sql: 'SQL',
  python: 'Python',
  chart: 'Chart',
  packages: 'Python packages',
}

/** What a draft says of its language is anybody's text; SQL where that is none. */
export const languageFrom = (word: string): Language => Language.safeParse(word).data ?? 'sql'
