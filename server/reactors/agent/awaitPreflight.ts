/** Waits until preflight has said something of a proposal, and says it in the agent's words. */
import type { ProposeStepAnswer } from '#agents/tools/act.ts'
import type { WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import { checksOf } from '#shared/checks.ts'
import type { ProposalId } from '#shared/ids.ts'
import { tierOf } from '#shared/tiers.ts'

const PATIENCE_MILLISECONDS = 15_000

export function awaitPreflight(host: WorkspaceHost, proposalId: ProposalId): Promise<ProposeStepAnswer> {
  return new Promise((answer) => {
    const settle = (said: ProposeStepAnswer): void => {
      clearTimeout(timer)
      // The subscription may answer before it is returned.
      setImmediate(() => stop())
      answer(said)
    }
    const timer = setTimeout(
      () => settle({ refused: 'The step was proposed, but could not be analysed in time; a person sees it' }),
      PATIENCE_MILLISECONDS,
    )
    const look = (): void => {
      const said = answerOf(host, proposalId)
      if (said) settle(said)
    }
    const stop = host.subscribe(host.head().seq, look)
    look()
  })
}

function answerOf(host: WorkspaceHost, proposalId: ProposalId): ProposeStepAnswer | undefined {
  const state = host.state()
  const proposal = state.proposals.get(proposalId)
  if (!proposal) return { refused: 'The proposal was not recorded' }
  const { stepId, status, preflight } = proposal
  if (status === 'proposed') return undefined
  const findings = preflight?.analysis.findings ?? []
  if (status === 'blocked' || !preflight)
    return {
      outcome: 'blocked',
      proposalId,
      stepId,
      findings: [...findings],
      because: [proposal.because ?? `It is ${status}`],
    }
  const { tier, reasons } = tierOf(state, preflight.analysis)
  return {
    outcome: 'in-review',
    proposalId,
    stepId,
    tier,
    tierReasons: [...reasons],
    reads: preflight.analysis.reads,
    ...(preflight.analysis.output ? { schema: preflight.analysis.output } : {}),
    checks: checksOf(state, proposal).map(({ check, status: judged, because }) => ({
      check,
      status: judged,
      because,
    })),
    warnings: [...findings],
  }
}
