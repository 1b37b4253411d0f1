/** Members whom a text speaks to, as `@Name`. The longest name that fits is meant: `@Ada Byron` is not `@Ada`. */
import type { PersonId } from '#shared/ids.ts'
import type { Member } from '#shared/member.ts'

export function mentionsIn(text: string, members: Iterable<Member>): readonly PersonId[] {
  const byLength = [...members].sort((one, other) => other.name.length - one.name.length)
  const found = new Set<PersonId>()
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const after = text.slice(at + 1)
    const member = byLength.find(({ name }) => startsWithName(after, name))
    if (member) found.add(member.personId)
  }
  return [...found]
}

/** The name that is being typed behind the last `@` before the cursor, if one is. */
export function mentionBeingTyped(text: string, cursor: number): { from: number; typed: string } | undefined {
  const from = text.lastIndexOf('@', cursor - 1)
  if (from < 0 || (from > 0 && /\w/.test(text[from - 1] ?? ''))) return undefined
  const typed = text.slice(from + 1, cursor)
  return typed.includes('\n') || typed.length > 60 ? undefined : { from, typed }
}

const startsWithName = (text: string, name: string): boolean =>
  text.toLowerCase().startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(text.slice(name.length))
