import { CircleCheck, CircleX, Clock, ShieldAlert, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { Notice } from '#client/ui/Notice.tsx'
import { outputsAsText, outputsOf } from '#shared/step.ts'
import { Visible } from '#client/ui/Visible.tsx'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { countOf, counted } from '#client/workspace/when.ts'
import { checksOf, type CheckStatus } from '#shared/checks.ts'
import { isAbove, SOLO_TIER, type Tier } from '#shared/policy.ts'
import { tierOf } from '#shared/tiers.ts'
import { wouldBecomeStale } from '#shared/view.ts'
import { isSolo, type Proposal, type WorkspaceState } from '#shared/workspace.ts'

type Props = { readonly proposal: Proposal; readonly base: Proposal | undefined }

const CHECKS: Readonly<Record<CheckStatus, { icon: ReactNode; look: string; words: string }>> = {
  holds: { icon: <CircleCheck size={13} aria-hidden />, look: 'good', words: 'holds' },
  broken: { icon: <CircleX size={13} aria-hidden />, look: 'bad', words: 'broken' },
  'after-run': { icon: <Clock size={13} aria-hidden />, look: '', words: 'judged after the run' },
}

/** What preflight found, and what would follow; said by Countersign, not by the author. */
export function ReviewFacts({ proposal, base }: Props) {
  const state = useWorkspace()
  const analysis = proposal.preflight?.analysis
  if (!analysis) return null
  const { tier, reasons } = tierOf(state, analysis)
  const checks = checksOf(state, proposal)
  const stale = wouldBecomeStale(state, proposal)
  const { limits, parameters } = proposal.content
  const warnings = analysis.findings.filter((one) => one.severity !== 'deny' && one.severity !== 'raise')
  return (
    <>
      {proposal.taint.length > 0 && (
        <Notice>
          Before it proposed this, the agent had read text that nobody vouches for, from:{' '}
          {[...new Set(proposal.taint.map((source) => source.replace(/^[a-z-]+:/, '')))].map((source, at) => (
            <span key={source}>
              {at > 0 && ', '}
              <Visible text={source} />
            </span>
          ))}
          .
        </Notice>
      )}
      <dl className="facts">
        <dt>Reads</dt>
        <dd className="chips">
          {analysis.reads.length === 0 && <span className="muted">no data</span>}
          {analysis.reads.flatMap(({ name, columns }) =>
            columns.length === 0
              ? [<Chip key={name} text={name} />]
              : columns.map((column) => <Chip key={`${name}.${column}`} text={`${name}.${column}`} />),
          )}
        </dd>
        <dt>Gives</dt>
        <dd className="chips">
          {outputsOf(proposal.content).map((name) => (
            <Chip key={name} text={name} />
          ))}
          {base && outputsAsText(base.content) !== outputsAsText(proposal.content) && (
            <span className="muted">
              (was <code>{outputsAsText(base.content)}</code>)
            </span>
          )}
          {analysis.output?.map(({ name, type }) => (
            <span className="chip" key={name}>
              <Visible text={name} />{' '}
              <small>
                <Visible text={type} />
              </small>
            </span>
          ))}
        </dd>
        <dt>Writes</dt>
        <dd className="muted">
          {proposal.content.language === 'packages'
            ? 'these packages, where the Python steps of this workspace find them'
            : 'its own result, and nothing else'}
        </dd>
        <dt>Needs</dt>
        <dd>
          <span className={`badge ${isAbove(tier, 'R1') ? 'warn' : ''}`}>
            {isAbove(tier, 'R1') ? (
              <ShieldAlert size={13} aria-hidden />
            ) : (
              <ShieldCheck size={13} aria-hidden />
            )}
            {tier}
          </span>{' '}
          <Visible text={reasons.map((reason) => `${reason.replace(/\.$/, '')}.`).join(' ')} />{' '}
          <span className="muted">{neededWords(state, tier)}</span>
        </dd>
        <dt>Constraints</dt>
        <dd className="check-lines">
          {checks.length === 0 && <span className="muted">none concerns it</span>}
          {checks.map(({ constraintId, check, status, because }) => (
            <span key={constraintId + check}>
              <span className={`badge ${CHECKS[status].look}`}>
                {CHECKS[status].icon}
                {CHECKS[status].words}
              </span>{' '}
              <Visible text={`${check}.`} />{' '}
              <span className="muted">
                <Visible text={`${because}.`} />
              </span>
            </span>
          ))}
        </dd>
        {stale.length > 0 && (
          <>
            <dt>Makes stale</dt>
            <dd className="chips">
              {stale.map((name) => (
                <Chip key={name} text={name} />
              ))}
            </dd>
          </>
        )}
        <dt>Cost</dt>
        <dd className="numbers">
          {analysis.estimatedRows === 'unknown'
            ? 'rows to read: unknown'
            : `reads up to ${countOf(Number(analysis.estimatedRows))} rows`}
          ; stopped after {limits.seconds} s, {countOf(limits.memoryMb)} MB or {countOf(limits.rows)} rows
        </dd>
        {Object.keys(parameters).length > 0 && (
          <>
            <dt>Parameters</dt>
            <dd className="chips">
              {Object.entries(parameters).map(([name, { value, type }]) => (
                <span className="chip" key={name}>
                  ${name} = <Visible text={String(value)} /> <small>{type}</small>
                </span>
              ))}
            </dd>
          </>
        )}
        {warnings.length > 0 && (
          <>
            <dt>Noticed</dt>
            <dd className="check-lines">
              {warnings.map((one) => (
                <span key={one.text}>
                  {one.line !== undefined && `Line ${one.line}: `}
                  <Visible text={one.text} />
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
    </>
  )
}

/** Who must decide, and until when an approval is good. */
function neededWords(state: WorkspaceState, tier: Tier): string {
  const { quorum, expiresAfterMinutes } = state.policy.tiers[tier]
  const hours = Math.round(expiresAfterMinutes / 60)
  const until = hours >= 48 ? counted(Math.round(hours / 24), 'day') : counted(hours, 'hour')
  const others = isAbove(tier, 'R1') ? ' who wrote no part of it' : ''
  const who =
    isSolo(state) && !isAbove(tier, SOLO_TIER)
      ? 'you alone, stamped so'
      : `${counted(quorum, 'person', 'people')}${others}`
  return `Decided by ${who}; an approval not used within ${until} expires.`
}

function Chip({ text }: { readonly text: string }) {
  return (
    <code className="chip">
      <Visible text={text} />
    </code>
  )
}
