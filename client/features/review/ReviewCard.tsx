import { Check, Eye, MessageSquareReply, PencilLine, X } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { DecisionForm } from '#client/features/review/DecisionForm.tsx'
import { DiffView } from '#client/features/review/DiffView.tsx'
import { EarlierVersions } from '#client/features/review/EarlierVersions.tsx'
import { ReviewFacts } from '#client/features/review/ReviewFacts.tsx'
import { settingChanges } from '#client/features/review/settingChanges.ts'
import { useSight } from '#client/features/review/useSight.ts'
import { Button } from '#client/ui/Button.tsx'
import { CodeText } from '#client/ui/CodeText.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Prose } from '#client/ui/Prose.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useMayWrite, useRoleMay } from '#client/workspace/may.ts'
import { useIsPast } from '#client/workspace/past.ts'
import { nameOf } from '#client/workspace/names.ts'
import { decisionOn } from '#client/workspace/planRun.ts'
import { useAct } from '#client/workspace/useAct.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
import { checksOf } from '#shared/checks.ts'
import type { Override, Reason } from '#shared/decision.ts'
import { baseOf, earlierVersions } from '#shared/view.ts'
import type { Proposal } from '#shared/workspace.ts'
import { outputsAsText } from '#shared/step.ts'

type Props = {
  readonly proposal: Proposal
  readonly onEdit: () => void
  /** The same card a second time, in the inbox. */
  readonly isInInbox?: boolean
}
type Asking = 'reject' | 'request-changes' | undefined

const SAYS = {
  add: 'adds the step',
  change: 'changes the step',
  remove: 'removes the step',
} as const

export function ReviewCard({ proposal, onEdit, isInInbox = false }: Props) {
  const state = useWorkspace()
  const act = useAct()
  const card = useRef<HTMLElement>(null)
  const code = useRef<HTMLDivElement>(null)
  const isPast = useIsPast()
  const roleMay = useRoleMay('DecideProposal')
  const mayWrite = useMayWrite()
  const sight = useSight(state, proposal, code)
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
  const refusedAsStale = act.problem?.code === 'digest-changed' || act.problem?.code === 'view-changed'
  const isStale = sight.changed !== undefined || refusedAsStale
  const mayDecide = !isStale && !isPast && roleMay && !act.isBusy
  const mayApprove = mayDecide && sight.isRead && isOverridden

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

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target instanceof HTMLElement ? event.target : undefined
    if (!mayDecide || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
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

  return (
    // The keys of a card are those of its buttons, which are there too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={card}
      className={isInInbox ? 'review-card compact' : 'review-card'}
      data-review
      aria-label={`${isInInbox ? 'In the inbox' : 'Review'}: ${proposal.title}`}
      // Its keys work only while the focus is in it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <header className="review-head">
        <Eye size={15} aria-hidden />
        <span>
          <strong>
            <Visible text={nameOf(state, proposal.author)} />
          </strong>{' '}
          {SAYS[proposal.change]} <code>{outputsAsText(content)}</code>
        </span>
        <span className="muted">{whenOf(proposal.at)}</span>
      </header>
      <EarlierVersions versions={earlierVersions(state, proposal)} />
      <div ref={code} className="review-code">
        {base ? (
          <DiffView
            before={base.content.code}
            after={content.code}
            language={content.language}
            against="Against what is countersigned"
            settings={settingChanges(base.content, content)}
          />
        ) : (
          <CodeText code={content.code} language={content.language} />
        )}
      </div>
      <ReviewFacts proposal={proposal} base={base} />
      {broken.map((check) => (
        <label className="label override" key={check.constraintId + check.check}>
          Reason to let it through although it breaks “<Visible text={check.check} />” (owner)
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
      {isStale ? (
        <Notice look="warn">
          This changed since you read it{sight.changed && `: ${sight.changed.join(', ')}`}. Nothing was
          decided, and what you read can’t be decided on any more.{' '}
          <Button
            isSmall
            onClick={() => {
              act.clear()
              sight.lookAgain()
              code.current?.scrollIntoView({ block: 'start' })
              card.current?.focus({ preventScroll: true })
            }}
          >
            Look at the new one
          </Button>
        </Notice>
      ) : (
        act.problem && (
          <Notice look="bad">
            <Visible text={act.problem.detail} />
          </Notice>
        )
      )}
      {isPast ? null : !roleMay ? (
        <p className="muted">You read here: owners, editors and reviewers decide.</p>
      ) : asking ? (
        <DecisionForm
          verdict={asking}
          isBusy={!mayDecide}
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
            title={sight.isRead ? 'Shift+A' : 'Scroll to the end of the code first'}
            onClick={() => void decide('approve')}
          >
            Approve
          </Button>
          {mayWrite && (
            <Button icon={<PencilLine size={14} />} title="Shift+E" onClick={onEdit}>
              {isInInbox ? 'Edit at its block' : 'Edit and approve'}
            </Button>
          )}
          <Button
            icon={<MessageSquareReply size={14} />}
            title="Shift+C"
            disabled={!mayDecide}
            onClick={() => setAsking('request-changes')}
          >
            Request changes
          </Button>
          <Button
            look="danger"
            icon={<X size={14} />}
            title="Shift+R"
            disabled={!mayDecide}
            onClick={() => setAsking('reject')}
          >
            Reject
          </Button>
          {!sight.isRead && !isStale && (
            <span className="muted">Approve opens once you have seen the end of the code.</span>
          )}
        </div>
      )}
    </section>
  )
}
