import { useEffect, useState } from 'react'
import { Visible } from '#client/ui/Visible.tsx'
import { countOf, durationOf } from '#client/workspace/when.ts'
import type { Turn } from '#shared/workspace.ts'

/** What a turn has used of what it may use; its time goes on while it runs. */
export function TurnSpent({ turn }: { readonly turn: Turn }) {
  const models = turn.calls.flatMap((call) => (call.kind === 'model' ? [call] : []))
  const tokens = models.reduce((sum, call) => sum + call.inputTokens + call.outputTokens, 0)
  const { budget } = turn
  return (
    <dl className="turn-spent numbers" aria-label="Used of its budget">
      <div>
        <dt>Model</dt>
        <dd>
          <Visible text={turn.model} />
        </dd>
      </div>
      <div>
        <dt>Model calls</dt>
        <dd>
          {models.length} of {countOf(budget.modelCalls)}
        </dd>
      </div>
      <div>
        <dt>Tokens</dt>
        <dd>
          {countOf(tokens)} of {countOf(budget.tokens)}
        </dd>
      </div>
      <div>
        <dt>Time</dt>
        <dd>
          <Took turn={turn} /> of {Math.round(budget.seconds / 60)} min
        </dd>
      </div>
    </dl>
  )
}

function Took({ turn: { startedAt, endedAt } }: { readonly turn: Turn }) {
  const [now, setNow] = useState(() => Date.now())
  const isRunning = endedAt === undefined
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [isRunning])
  return durationOf(Math.max(0, (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt)))
}
