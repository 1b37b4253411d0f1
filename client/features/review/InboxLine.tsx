import { ChevronDown, ChevronRight, ShieldAlert } from 'lucide-react'
import { onlyAlone } from '#client/features/review/batch.ts'
import { tierNow } from '#client/features/review/inbox.ts'
import { ReviewCard } from '#client/features/review/ReviewCard.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { nameOf } from '#client/workspace/names.ts'
import { usePage } from '#client/workspace/page.ts'
import { useMay } from '#client/workspace/may.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
import { checksOf } from '#shared/checks.ts'
import { isAbove } from '#shared/policy.ts'
import type { Proposal } from '#shared/workspace.ts'

type Props = {
  readonly proposal: Proposal
  readonly isOpen: boolean
  readonly isChosen: boolean
  readonly onOpen: () => void
  readonly onChoose: () => void
}

export function InboxLine({ proposal, isOpen, isChosen, onOpen, onChoose }: Props) {
  const state = useWorkspace()
  const { jumpTo } = usePage()
  const mayDecide = useMay('DecideProposal')
  const tier = tierNow(state, proposal)
  const broken = checksOf(state, proposal).filter((check) => check.status === 'broken').length
  const alone = onlyAlone(state, proposal)
  return (
    <li className={isOpen ? 'inbox-entry open' : 'inbox-entry'}>
      <div className="inbox-head">
        {mayDecide && (
          <input
            type="checkbox"
            aria-label={`Choose ${proposal.title}`}
            title={alone ?? 'Choose it, to decide on several at once'}
            checked={isChosen && !alone}
            disabled={alone !== undefined}
            onChange={onChoose}
          />
        )}
        <button type="button" className="inbox-line" data-inbox-line aria-expanded={isOpen} onClick={onOpen}>
          <b>
            {isOpen ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}{' '}
            <Visible text={proposal.title} />
          </b>
          <small>
            <span className={`badge short ${tier && isAbove(tier, 'R1') ? 'warn' : ''}`}>
              {tier && isAbove(tier, 'R1') && <ShieldAlert size={11} aria-hidden />}
              {tier}
            </span>{' '}
            <Visible text={nameOf(state, proposal.author)} /> · {whenOf(proposal.at)}
            {broken > 0 && (
              <span className="bad"> · breaks {broken === 1 ? 'a constraint' : `${broken} constraints`}</span>
            )}
          </small>
        </button>
      </div>
      {isOpen && (
        <>
          <ReviewCard proposal={proposal} isInInbox onEdit={() => jumpTo(proposal.stepId)} />
          <Button isSmall look="quiet" onClick={() => jumpTo(proposal.stepId)}>
            Show its block
          </Button>
        </>
      )}
    </li>
  )
}
