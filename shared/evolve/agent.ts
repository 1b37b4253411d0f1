import type { Draft } from '#shared/evolve/draft.ts'
import type { EventOf } from '#shared/event.ts'
import type { RecordedEvent } from '#shared/workspace.ts'

type AgentEvent = EventOf<
  | 'AgentTurnStarted'
  | 'PlanOutlined'
  | 'AgentCallRecorded'
  | 'QuestionAsked'
  | 'QuestionAnswered'
  | 'ConclusionDrawn'
  | 'AgentTurnEnded'
>

export function evolveAgent(draft: Draft, event: AgentEvent, { seq, at, actor }: RecordedEvent): void {
  switch (event.type) {
    case 'AgentTurnStarted':
      draft.turns.set(event.data.turnId, {
        ...event.data,
        by: actor,
        seq,
        startedAt: at,
        plan: [],
        calls: [],
      })
      return
    case 'PlanOutlined': {
      const { steps } = event.data
      draft.turns.change(event.data.turnId, (turn) => ({ ...turn, plan: steps }))
      return
    }
    case 'AgentCallRecorded': {
      const { call } = event.data
      draft.turns.change(event.data.turnId, (turn) => ({ ...turn, calls: [...turn.calls, call] }))
      return
    }
    case 'QuestionAsked':
      draft.questions.set(event.data.questionId, { ...event.data, seq })
      return
    case 'QuestionAnswered': {
      const { answer } = event.data
      draft.questions.change(event.data.questionId, (question) => ({
        ...question,
        answer,
        ...(actor.kind === 'human' ? { answeredBy: actor.id } : {}),
      }))
      return
    }
    case 'ConclusionDrawn':
      draft.conclusions = [...draft.conclusions, { ...event.data, seq, at }]
      return
    case 'AgentTurnEnded': {
      const { end, detail } = event.data
      draft.turns.change(event.data.turnId, (turn) => ({ ...turn, end, detail, endedAt: at }))
      return
    }
  }
}
