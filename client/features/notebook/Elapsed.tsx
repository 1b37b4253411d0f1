import { useEffect, useState } from 'react'
import { durationOf } from '#client/workspace/when.ts'
import type { Run } from '#shared/workspace.ts'

/** Live while it runs, then as recorded. */
export function Elapsed({ run }: { readonly run: Run }) {
  const isRunning = run.status === 'running'
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(timer)
  }, [isRunning])
  const took = isRunning ? now - Date.parse(run.startedAt) : run.outcome?.milliseconds
  if (took === undefined || (took === 0 && !isRunning)) return null
  return <span className="elapsed numbers">{durationOf(took)}</span>
}
