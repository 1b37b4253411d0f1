import { FixThis } from '#client/features/agent/FixThis.tsx'
import type { StepRun } from '#client/features/notebook/useStepRun.ts'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import type { StepFacts } from '#client/workspace/stepStatus.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import type { Proposal } from '#shared/workspace.ts'

type Props = { readonly facts: StepFacts; readonly run: StepRun; readonly draftCode: string | undefined }

/** Why a step is where it is, when that is not where it should be. */
export function StepTrouble({ facts: { last, pending, status }, run: { end }, draftCode }: Props) {
  const state = useWorkspace()
  if (end?.end === 'fault' && !end.field.endsWith('output')) return <Notice look="bad">{end.detail}</Notice>
  if (last?.status === 'blocked' && (draftCode === undefined || draftCode === last.content.code))
    return <Blocked proposal={last} />
  if (pending?.status === 'proposed')
    return <Notice>It is being read: nothing runs, what it would do is worked out.</Notice>
  if (last?.status === 'rejected' || last?.status === 'changes-requested') {
    const decision = last.decisions.at(-1)
    const name = decision && (state.members.get(decision.by)?.name ?? 'A former member')
    return (
      <Notice look={last.status === 'rejected' ? 'bad' : 'warn'}>
        <strong>{last.status === 'rejected' ? `${name} rejected this` : `${name} asked for changes`}</strong>
        {last.reason && `: ${last.reason.text}`}
      </Notice>
    )
  }
  if (status === 'queued') return <Notice>Approved. It starts as soon as what it reads has a result.</Notice>
  if (status === 'voided' || status === 'expired' || status === 'revoked')
    return (
      <Notice look="warn">{last?.because ?? `The approval is ${status}.`} Run or propose it again.</Notice>
    )
  return null
}

function Blocked({ proposal }: { readonly proposal: Proposal }) {
  const denied = proposal.preflight?.analysis.findings.filter((one) => one.severity === 'deny') ?? []
  const findings =
    denied.length > 0
      ? denied
      : (proposal.because ?? 'It can’t run as it is.').split('\n').map((text) => ({ text, line: undefined }))
  return (
    <Notice look="bad">
      <strong>Blocked: it can’t run as it is.</strong>
      <ul>
        {findings.map(({ text, line }, at) => (
          <li key={at}>
            {line !== undefined && <span className="numbers">Line {line}: </span>}
            <Visible text={text} />
          </li>
        ))}
      </ul>
      <FixThis stepId={proposal.stepId} />
    </Notice>
  )
}
