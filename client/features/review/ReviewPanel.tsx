import { Inbox } from 'lucide-react'
import { Visible } from '#client/ui/Visible.tsx'
import { inboxOf } from '#client/workspace/blocks.ts'
import { nameOf } from '#client/workspace/names.ts'
import { usePage } from '#client/workspace/page.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
import { checksOf } from '#shared/checks.ts'

/** All that waits for a person, what needs most care first. The card itself stands at the block. */
export function ReviewPanel() {
  const state = useWorkspace()
  const { jumpTo } = usePage()
  const waiting = inboxOf(state)
  if (waiting.length === 0)
    return (
      <div className="empty">
        <Inbox size={18} aria-hidden />
        <p>Nothing waits for a decision.</p>
      </div>
    )
  return (
    <ul className="inbox" aria-label="Proposals in review">
      {waiting.map((proposal) => {
        const broken = checksOf(state, proposal).filter((check) => check.status === 'broken').length
        return (
          <li key={proposal.proposalId}>
            <button type="button" className="inbox-line" onClick={() => jumpTo(proposal.stepId)}>
              <b>
                <Visible text={proposal.title} />
              </b>
              <small>
                {proposal.preflight?.tier} · {nameOf(state, proposal.author)} · {whenOf(proposal.at)}
                {broken > 0 && (
                  <span className="bad">
                    {' '}
                    · breaks {broken === 1 ? 'a constraint' : `${broken} constraints`}
                  </span>
                )}
              </small>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
