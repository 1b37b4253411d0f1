import '#client/features/agent/agent.css'
import { Bot } from 'lucide-react'
import { TurnStory } from '#client/features/agent/TurnStory.tsx'
import { WhoAnswers } from '#client/features/agent/WhoAnswers.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useWorkspace } from '#client/workspace/useSession.ts'

/** What the agent did, turn by turn, the latest first, under the objective that it was for. */
export function AgentPanel() {
  const state = useWorkspace()
  const turns = [...state.turns.values()].reverse()
  if (turns.length === 0)
    return (
      <div className="empty">
        <Bot size={18} aria-hidden />
        <p>
          Write an objective and press “Ask the agent”. It looks at the data and proposes steps; it runs
          nothing. At a step, its menu or Ctrl/Cmd + Shift + E asks about that step.
        </p>
      </div>
    )
  const objectives = [...new Set(turns.map((turn) => turn.objectiveId))]
  return (
    <div className="agent-panel">
      <WhoAnswers model={turns[0]?.model ?? ''} />
      {objectives.map((objectiveId) => (
        <section key={objectiveId} aria-label="Objective">
          <h3 className="turn-objective">
            <Visible text={state.objectives.get(objectiveId)?.text ?? ''} />
          </h3>
          {turns
            .filter((turn) => turn.objectiveId === objectiveId)
            .map((turn) => (
              <TurnStory key={turn.turnId} turn={turn} />
            ))}
        </section>
      ))}
    </div>
  )
}
