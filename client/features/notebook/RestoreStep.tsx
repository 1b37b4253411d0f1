import { Undo2 } from 'lucide-react'
import { Button } from '#client/ui/Button.tsx'
import { restorationOf } from '#client/workspace/planRun.ts'
import { usePage } from '#client/workspace/page.ts'
import { useAct } from '#client/workspace/useAct.ts'
import { usePresent, useSession } from '#client/workspace/useSession.ts'
import { isSameContent } from '#shared/stepDigest.ts'
import { candidateOf } from '#shared/scope.ts'
import type { Proposal } from '#shared/workspace.ts'

/** An old version comes back as a new proposal: it is reviewed like any other, and nothing is rewritten. */
export function RestoreStep({ proposal }: { readonly proposal: Proposal }) {
  const { past } = useSession()
  const present = usePresent()
  const { jumpTo } = usePage()
  const act = useAct()
  const step = present.steps.get(proposal.stepId)
  const now = step && candidateOf(present, step)
  if (!step || (now && isSameContent(now.content, proposal.content)))
    return <span className="muted">as it is now</span>
  const restore = async (): Promise<void> => {
    past.set(undefined)
    await act.ask(restorationOf(present, step, proposal))
    jumpTo(proposal.stepId)
  }
  return (
    <Button isSmall icon={<Undo2 size={13} />} disabled={act.isBusy} onClick={() => void restore()}>
      Propose this version again
    </Button>
  )
}
