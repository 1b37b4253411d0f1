import { ListChecks, MessageCircleQuestion, Square } from 'lucide-react'
import { Conclusion } from '#client/features/agent/Conclusion.tsx'
import { OpenQuestion } from '#client/features/agent/OpenQuestion.tsx'
import { planStates } from '#client/features/agent/planStates.ts'
import { ToolCalls } from '#client/features/agent/ToolCalls.tsx'
import { StatusBadge } from '#client/features/notebook/StatusBadge.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { usePage } from '#client/workspace/page.ts'
import { useAct } from '#client/workspace/useAct.ts'
import { useSession, useSignal, useWorkspace } from '#client/workspace/useSession.ts'
import { countOf, durationOf, whenOf } from '#client/workspace/when.ts'
import type { Turn, WorkspaceState } from '#shared/workspace.ts'

const ENDS = {
  waiting: 'waits for you',
  concluded: 'concluded',
  'out-of-budget': 'used up its budget',
  stopped: 'was stopped',
  failed: 'failed',
  interrupted: 'was interrupted',
} as const

export function TurnStory({ turn }: { readonly turn: Turn }) {
  const state = useWorkspace()
  const { live } = useSession()
  const { jumpTo } = usePage()
  const act = useAct()
  const words = useSignal(live.passing).words.get(turn.turnId)
  const isRunning = turn.end === undefined
  const questions = [...state.questions.values()].filter((one) => one.turnId === turn.turnId)
  const conclusion = state.conclusions.find((one) => one.turnId === turn.turnId)
  const models = turn.calls.flatMap((call) => (call.kind === 'model' ? [call] : []))
  const tokens = models.reduce((sum, call) => sum + call.inputTokens + call.outputTokens, 0)
  const took = turn.endedAt ? Date.parse(turn.endedAt) - Date.parse(turn.startedAt) : undefined
  return (
    <section className="turn" aria-label="Turn of the agent">
      <header className="turn-head">
        <strong>{causeOf(state, turn)}</strong>
        <span className="muted">{whenOf(turn.startedAt)}</span>
        <span className="gap" />
        {isRunning && (
          <Button
            isSmall
            icon={<Square size={12} />}
            onClick={() => void act.ask({ type: 'StopAgent', data: { turnId: turn.turnId } })}
          >
            Stop
          </Button>
        )}
      </header>
      {turn.calls.length > 0 && <ToolCalls calls={turn.calls} />}
      {isRunning && words && (
        <p className="said" aria-live="polite">
          <Visible text={words} />
        </p>
      )}
      {turn.plan.length > 0 && (
        <div className="plan">
          <h4>
            <ListChecks size={14} aria-hidden /> Plan
          </h4>
          <ol>
            {planStates(state, turn).map(({ planned, stepId, status }) => (
              <li key={planned.title}>
                <button
                  type="button"
                  disabled={!stepId}
                  onClick={() => stepId && jumpTo(stepId)}
                  title={planned.purpose}
                >
                  <Visible text={planned.title} />
                </button>
                {status ? <StatusBadge status={status} /> : <span className="muted">not proposed yet</span>}
              </li>
            ))}
          </ol>
        </div>
      )}
      {questions.map((question) =>
        question.answer === undefined ? (
          <OpenQuestion key={question.questionId} question={question} />
        ) : (
          <p key={question.questionId} className="answered">
            <MessageCircleQuestion size={13} aria-hidden /> <Visible text={question.text} />{' '}
            <b>{question.answer}</b>
          </p>
        ),
      )}
      {conclusion && <Conclusion conclusion={conclusion} />}
      {turn.end === 'failed' && (
        <Notice look="bad">
          <Visible text={turn.detail ?? 'It failed.'} />
        </Notice>
      )}
      <footer className="turn-foot muted numbers">
        {isRunning ? 'working …' : ENDS[turn.end ?? 'failed']}
        {took !== undefined && `, ${durationOf(took)}`}
        {`, ${turn.model}`}
        {tokens > 0 && `, ${countOf(tokens)} of ${countOf(turn.budget.tokens)} tokens`}
      </footer>
      {act.problem && <Notice look="bad">{act.problem.detail}</Notice>}
    </section>
  )
}

function causeOf(state: WorkspaceState, { cause }: Turn): string {
  switch (cause.kind) {
    case 'asked':
      return 'You asked'
    case 'answered':
      return 'You answered'
    case 'decided': {
      const proposal = state.proposals.get(cause.proposalId)
      return proposal ? `Decision on ${proposal.content.output}` : 'A decision'
    }
    case 'run-finished': {
      const run = state.runs.get(cause.runId)
      const proposal = run && state.proposals.get(run.proposalId)
      return proposal ? `${proposal.content.output} has run` : 'A run finished'
    }
    case 'resumed':
      return 'Went on after a restart'
  }
}
