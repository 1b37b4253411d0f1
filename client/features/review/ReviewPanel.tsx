import { Inbox } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { BatchBar } from '#client/features/review/BatchBar.tsx'
import type { Chosen } from '#client/features/review/batch.ts'
import { NO_FILTER, passes } from '#client/features/review/inbox.ts'
import { InboxFilters } from '#client/features/review/InboxFilters.tsx'
import { InboxLine } from '#client/features/review/InboxLine.tsx'
import { inboxOf } from '#client/workspace/blocks.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { counted } from '#client/workspace/when.ts'
import type { ProposalId } from '#shared/ids.ts'
import { viewDigestOf } from '#shared/view.ts'
import type { Proposal } from '#shared/workspace.ts'

/** All that waits for a person, what needs most care first; each opens the same card that stands at its block. */
export function ReviewPanel() {
  const state = useWorkspace()
  const [filter, setFilter] = useState(NO_FILTER)
  const [open, setOpen] = useState<ProposalId>()
  const [chosen, setChosen] = useState<Chosen>(new Map())
  const waiting = inboxOf(state)
  const listed = waiting.filter((one) => passes(state, one, filter))

  const choose = (proposal: Proposal): void => {
    const next = new Map(chosen)
    if (!next.delete(proposal.proposalId)) next.set(proposal.proposalId, viewDigestOf(state, proposal))
    setChosen(next)
  }
  return (
    <div className="inbox-panel">
      <BatchBar chosen={chosen} onDone={() => setChosen(new Map())} />
      {waiting.length === 0 ? (
        <div className="empty">
          <Inbox size={18} aria-hidden />
          <p>Nothing waits for a decision.</p>
        </div>
      ) : (
        <>
          <InboxFilters
            state={state}
            waiting={waiting}
            filter={filter}
            onFilter={(next) => {
              setFilter(next)
              // Nothing is decided on that the list does not show.
              setChosen(new Map())
            }}
          />
          <p className="muted inbox-order">
            {listed.length === waiting.length
              ? counted(waiting.length, 'proposal')
              : `${listed.length} of ${counted(waiting.length, 'proposal')}`}
            : highest tier first, then what waits longest. <kbd>J</kbd> <kbd>K</kbd> to move.
          </p>
        </>
      )}
      {/* J and K move between its buttons, as Tab does. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul className="inbox" aria-label="Proposals in review" onKeyDown={moveByKey}>
        {listed.map((proposal) => (
          <InboxLine
            key={proposal.proposalId}
            proposal={proposal}
            isOpen={open === proposal.proposalId}
            isChosen={chosen.has(proposal.proposalId)}
            onOpen={() => setOpen(open === proposal.proposalId ? undefined : proposal.proposalId)}
            onChoose={() => choose(proposal)}
          />
        ))}
      </ul>
    </div>
  )
}

function moveByKey(event: KeyboardEvent<HTMLUListElement>): void {
  const { target, key, currentTarget } = event
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || (key !== 'j' && key !== 'k')) return
  if (!(target instanceof HTMLElement) || target.matches('textarea, select, input:not([type="checkbox"])'))
    return
  const lines = [...currentTarget.querySelectorAll<HTMLElement>('[data-inbox-line]')]
  const here = lines.findIndex((line) => line.closest('li')?.contains(target))
  lines[Math.max(0, Math.min(lines.length - 1, here + (key === 'j' ? 1 : -1)))]?.focus()
  event.preventDefault()
}
