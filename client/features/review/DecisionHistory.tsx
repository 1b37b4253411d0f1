import { REASONS, VERDICTS } from '#client/features/review/words.ts'
import { Visible } from '#client/ui/Visible.tsx'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
import type { DecisionMade } from '#shared/decision.ts'
import type { Proposal } from '#shared/workspace.ts'

/** Who decided on a proposal, when, how and why. Nothing while it waits: who decides second does not see the first. */
export function DecisionHistory({ proposal }: { readonly proposal: Proposal }) {
  const { decisions, status } = proposal
  if (decisions.length === 0 || status === 'in-review' || status === 'proposed') return null
  return (
    <ul className="decision-history" aria-label="Decisions">
      {decisions.map((decision) => (
        <li key={decision.decisionId}>
          <DecisionLine decision={decision} proposal={proposal} />
        </li>
      ))}
    </ul>
  )
}

function DecisionLine({
  decision,
  proposal,
}: {
  readonly decision: DecisionMade
  readonly proposal: Proposal
}) {
  const state = useWorkspace()
  const { verdict, by, at, tier, meaning, reason, overrides, stepDigest } = decision
  const isAlone =
    verdict === 'approve' &&
    proposal.permits.some((permit) => permit.singleOperator && permit.stepDigest === stepDigest)
  return (
    <>
      <span title={meaning}>
        <b>
          <Visible text={state.members.get(by)?.name ?? 'A former member'} />
        </b>{' '}
        {VERDICTS[verdict]}, <time dateTime={at}>{whenOf(at)}</time>, at {tier}
      </span>
      {isAlone && (
        <span className="badge" title="The workspace had one member: nobody else looked at it">
          single operator
        </span>
      )}
      {reason && (
        <span>
          {REASONS[reason.code]}: “<Visible text={reason.text} />”
        </span>
      )}
      {overrides.map((override) => (
        <span key={override.constraintId}>
          Let it through although it broke a constraint: “<Visible text={override.reason} />”
        </span>
      ))}
      <small className="muted">“{meaning}”</small>
    </>
  )
}
