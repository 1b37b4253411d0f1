import { ListChecks, MessageCircleQuestion, Square } from 'lucide-react'
import { Conclusion } from '#client/features/agent/Conclusion.tsx'
import { OpenQuestion } from '#client/features/agent/OpenQuestion.tsx'
import { planStates } from '#client/features/agent/planStates.ts'
import { ToolCalls } from '#client/features/agent/ToolCalls.tsx'
import { TurnSpent } from '#client/features/agent/TurnSpent.tsx'
import { StatusBadge } from '#client/features/notebook/StatusBadge.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { blockTitleOf } from '#client/workspace/blockTitle.ts'
import { nameOf } from '#client/workspace/names.ts'
import { usePage } from '#client/workspace/page.ts'
import { useAct } from '#client/workspace/useAct.ts'
import { useSession, useSignal, useWorkspace } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
import type { TurnEnd } from '#shared/agentTurn.ts'
import type { Turn, WorkspaceState } from '#shared/workspace.ts'

const ENDS = {
  waiting: 'waits for you',
  concluded: 'concluded',
  'out-of-budget': 'used up its budget',
  stopped: 'was stopped',
  failed: 'failed',
  interrupted: 'was interrupted',
} as const

const TROUBLED: ReadonlySet<TurnEnd> = new Set(['failed', 'out-of-budget', 'interrupted'])

export function TurnStory({ turn }: { readonly turn: Turn }) {
  const state = useWorkspace()
  const { live } = useSession()
  const { jumpTo } = usePage()
  const act = useAct()
  const words = useSignal(live.passing).words.get(turn.turnId)?.text
  const isRunning = turn.end === undefined
  const questions = [...state.questions.values()].filter((one) => one.turnId === turn.turnId)
  const conclusion = state.conclusions.find((one) => one.turnId === turn.turnId)
  const about = turn.cause.kind === 'asked' ? turn.cause.about : undefined
  return (
    <section className={isRunning ? 'turn running' : 'turn'} aria-label="Turn of the agent">
      <header className="turn-head">
        <strong>
          <Visible text={causeOf(state, turn)} />
        </strong>
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
      {about && (
        <button type="button" className="asked-about" onClick={() => jumpTo(about.stepId)}>
          “<Visible text={about.words} />”
        </button>
      )}
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
      {turn.end !== undefined && TROUBLED.has(turn.end) && (
        <Notice look={turn.end === 'failed' ? 'bad' : 'warn'}>
          <Visible text={turn.detail ?? 'It did not come to an end.'} />
        </Notice>
      )}
      <footer className="turn-foot muted">
        <span>
          {turn.end === undefined
            ? 'Working …'
            : turn.end === 'waiting' && isAnswered(state, turn)
              ? 'It waited for you.'
              : `It ${ENDS[turn.end]}.`}
        </span>
        <TurnSpent turn={turn} />
      </footer>
      {act.problem && <Notice look="bad">{act.problem.detail}</Notice>}
    </section>
  )
}

function causeOf(state: WorkspaceState, { cause, by }: Turn): string {
  switch (cause.kind) {
    case 'asked':
      return cause.about
        ? `${nameOf(state, by)} asked about ${blockTitleOf(state, cause.about.stepId)}`
        : `${nameOf(state, by)} asked`
    case 'answered':
      return 'Its question was answered'
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

/** Whether it has gone on since, with what it waited for. */
const isAnswered = (state: WorkspaceState, turn: Turn): boolean =>
  [...state.turns.values()].some((one) => one.objectiveId === turn.objectiveId && one.seq > turn.seq)
