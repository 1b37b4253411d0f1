import { UserPlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ShareDialog } from '#client/features/shell/ShareDialog.tsx'
import { Button } from '#client/ui/Button.tsx'
import { usePage, useSelected } from '#client/workspace/page.ts'
import { initialsOf, personClassOf, useOthers } from '#client/workspace/usePresence.ts'
import { useSession } from '#client/workspace/useSession.ts'

/** Who is here, and the way to them. */
export function People() {
  const { drafts, me } = useSession()
  const { jumpTo } = usePage()
  const selected = useSelected()
  const others = useOthers()
  const [isSharing, setSharing] = useState(false)
  useEffect(() => {
    drafts.awareness.setLocalStateField('user', {})
    drafts.awareness.setLocalStateField('block', selected)
  }, [drafts, selected])
  return (
    <>
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
              className={`avatar ${personClassOf(id)}`}
              title={block ? `${name}: go there` : name}
              onClick={() => block && jumpTo(block)}
            >
              {initialsOf(name)}
            </button>
          </li>
        ))}
      </ul>
      <Button isSmall look="quiet" icon={<UserPlus size={14} />} onClick={() => setSharing(true)}>
        Share
      </Button>
      <ShareDialog isOpen={isSharing} onClose={() => setSharing(false)} />
    </>
  )
}
