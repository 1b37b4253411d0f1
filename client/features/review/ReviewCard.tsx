import { Check, Eye, MessageSquareReply, PencilLine, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { DecisionForm } from '#client/features/review/DecisionForm.tsx'
import { DiffView } from '#client/features/review/DiffView.tsx'
import { ReviewFacts } from '#client/features/review/ReviewFacts.tsx'
import { useEndSeen } from '#client/features/review/useEndSeen.ts'
import { Button } from '#client/ui/Button.tsx'
import { CodeText } from '#client/ui/CodeText.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Prose } from '#client/ui/Prose.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { nameOf } from '#client/workspace/names.ts'
import { decisionOn } from '#client/workspace/planRun.ts'
import { useAct } from '#client/workspace/useAct.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
import { checksOf } from '#shared/checks.ts'
import type { Override, Reason } from '#shared/decision.ts'
import { baseOf } from '#shared/view.ts'
import type { Proposal } from '#shared/workspace.ts'

type Props = { readonly proposal: Proposal; readonly onEdit: () => void }
type Asking = 'reject' | 'request-changes' | undefined

const SAYS = {
  add: 'adds the step',
  change: 'changes the step',
  remove: 'removes the step',
} as const

export function ReviewCard({ proposal, onEdit }: Props) {
  const state = useWorkspace()
  const act = useAct()
  const card = useRef<HTMLElement>(null)
  const code = useRef<HTMLDivElement>(null)
  const isRead = useEndSeen(code)
  const [asking, setAsking] = useState<Asking>()
  const [overrides, setOverrides] = useState<ReadonlyMap<string, string>>(new Map())
  const { content } = proposal
  const base = baseOf(state, proposal)
  const broken = checksOf(state, proposal).filter((check) => check.status === 'broken')
  const given: readonly Override[] = broken.flatMap(({ constraintId }) => {
    const reason = overrides.get(constraintId)?.trim()
    return reason ? [{ constraintId, reason }] : []
  })
  const isOverridden = broken.every((check) => given.some((one) => one.constraintId === check.constraintId))
  const mayApprove = isRead && isOverridden && !act.isBusy

  const decide = async (
    verdict: 'approve' | 'reject' | 'request-changes',
    reason?: Reason,
  ): Promise<void> => {
    const command = decisionOn(state, proposal, {
      verdict,
      overrides: verdict === 'approve' ? given : [],
      ...(reason ? { reason } : {}),
    })
    if (command && (await act.ask(command))) setAsking(undefined)
  }

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const target = event.target instanceof HTMLElement ? event.target : undefined
    if (!event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
    if (target?.matches('input, textarea, select')) return
    switch (event.key.toLowerCase()) {
      case 'a':
        if (mayApprove) void decide('approve')
        break
      case 'e':
        onEdit()
        break
      case 'c':
        setAsking('request-changes')
        break
      case 'r':
        setAsking('reject')
        break
      default:
        return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  const hasChanged = act.problem?.code === 'digest-changed' || act.problem?.code === 'view-changed'
  return (
    // The keys of a card are those of its buttons, which are there too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={card}
      className="review-card"
      data-review
      aria-label={`Review: ${proposal.title}`}
      // Its keys work only while the focus is in it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <header className="review-head">
        <Eye size={15} aria-hidden />
        <span>
          <strong>{nameOf(state, proposal.author)}</strong> {SAYS[proposal.change]}{' '}
          <code>{content.output}</code>
        </span>
        <span className="muted">{whenOf(proposal.at)}</span>
      </header>
      <div ref={code} className="review-code">
        {base ? (
          <DiffView before={base.content.code} after={content.code} language={content.language} />
        ) : (
          <CodeText code={content.code} language={content.language} />
        )}
      </div>
      <ReviewFacts proposal={proposal} base={base} />
      {broken.map((check) => (
        <label className="label override" key={check.constraintId + check.check}>
          Reason to let it through although it breaks “{check.check}” (owner)
          <input
            className="field"
            value={overrides.get(check.constraintId) ?? ''}
            onChange={(event) => setOverrides(new Map(overrides).set(check.constraintId, event.target.value))}
          />
        </label>
      ))}
      {proposal.rationale && (
        <div className="claims">
          <h4>{proposal.author.kind === 'agent' ? 'The agent claims' : 'The author says'}</h4>
          <Prose text={proposal.rationale} />
        </div>
      )}
      {hasChanged ? (
        <Notice look="warn">
          This changed since you saw it, and nothing was recorded. What stands above is new: look again.
        </Notice>
      ) : (
        act.problem && (
          <Notice look="bad">
            <Visible text={act.problem.detail} />
          </Notice>
        )
      )}
      {asking ? (
        <DecisionForm
          verdict={asking}
          isBusy={act.isBusy}
          onCancel={() => {
            setAsking(undefined)
            card.current?.focus({ preventScroll: true })
          }}
          onDecide={(reason) => void decide(asking, reason)}
        />
      ) : (
        <div className="actions verdicts">
          <Button
            look="primary"
            icon={<Check size={15} />}
            disabled={!mayApprove}
            title={isRead ? 'Shift+A' : 'Scroll to the end of the code first'}
            onClick={() => void decide('approve')}
          >
            Approve
          </Button>
          <Button icon={<PencilLine size={14} />} title="Shift+E" onClick={onEdit}>
            Edit and approve
          </Button>
          <Button
            icon={<MessageSquareReply size={14} />}
            title="Shift+C"
            onClick={() => setAsking('request-changes')}
          >
            Request changes
          </Button>
          <Button look="danger" icon={<X size={14} />} title="Shift+R" onClick={() => setAsking('reject')}>
            Reject
          </Button>
          {!isRead && <span className="muted">Approve opens once you have seen the end of the code.</span>}
        </div>
      )}
    </section>
  )
}
