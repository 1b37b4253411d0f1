import { useEffect, useState } from 'react'
import { z } from 'zod'
import { usePage } from '#client/workspace/page.ts'
import { useSession } from '#client/workspace/useSession.ts'

const Here = z.object({
  user: z.object({ id: z.string(), name: z.string() }),
  block: z.string().optional().catch(undefined),
})
type Present = { readonly id: string; readonly name: string; readonly block: string | undefined }

/** Who is here. Names come from the server, which writes them over whatever a client claims. */
export function People() {
  const { drafts, me } = useSession()
  const { selected, jumpTo } = usePage()
  const [others, setOthers] = useState<readonly Present[]>([])
  useEffect(() => {
    drafts.awareness.setLocalState({ user: {}, ...(selected ? { block: selected } : {}) })
  }, [drafts, selected])
  useEffect(() => {
    const look = (): void => {
      const found = new Map<string, Present>()
      for (const state of drafts.awareness.getStates().values()) {
        const here = Here.safeParse(state)
        if (!here.success || here.data.user.id === me.person.personId) continue
        const { user, block } = here.data
        found.set(user.id, { id: user.id, name: user.name, block })
      }
      setOthers([...found.values()])
    }
    drafts.awareness.on('change', look)
    return () => drafts.awareness.off('change', look)
  }, [drafts, me])
  return (
    <ul className="people" aria-label="Who is here">
      <li>
        <span className="avatar me" title={`${me.person.name} (you)`}>
          {initialsOf(me.person.name)}
        </span>
      </li>
      {others.map(({ id, name, block }) => (
        <li key={id}>
          <button
            type="button"
            className="avatar"
            title={block ? `${name}: go there` : name}
            onClick={() => block && jumpTo(block)}
          >
            {initialsOf(name)}
          </button>
        </li>
      ))}
    </ul>
  )
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32).toUpperCase())
    .join('')
