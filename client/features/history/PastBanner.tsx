import { History } from 'lucide-react'
import { Button } from '#client/ui/Button.tsx'
import { useSession, useSignal } from '#client/workspace/useSession.ts'
import { momentOf } from '#client/workspace/when.ts'

/** Says unmistakably that what is shown is not the present. */
export function PastBanner() {
  const { past } = useSession()
  const shown = useSignal(past)
  if (!shown) return null
  return (
    <div className="past-banner" role="status">
      <History size={15} aria-hidden />
      <span>
        You are looking at this workspace as it was at entry <span className="numbers">{shown.seq}</span>
        {shown.at && `, ${momentOf(shown.at)}`}. Nothing can be changed here.
      </span>
      <Button isSmall onClick={() => past.set(undefined)}>
        Back to now
      </Button>
    </div>
  )
}
