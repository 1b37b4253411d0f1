import { useEffect, useState } from 'react'
import { ShownParts } from '#client/features/shown/ShownParts.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { request } from '#client/connection/request.ts'
import { useSession, useSignal } from '#client/workspace/useSession.ts'
import { ShownPart } from '#shared/run.ts'
import type { Run } from '#shared/workspace.ts'

/** What a run shows while it goes, and what was kept of it afterwards. */
export function RunShown({ run }: { readonly run: Run }) {
  const { live, workspaceId } = useSession()
  const passing = useSignal(live.passing).shown.get(run.runId)
  const digest = run.outcome?.shown?.digest
  const [kept, setKept] = useState<{ readonly digest: string; readonly parts: readonly ShownPart[] }>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    if (digest === undefined) return
    const asking = new AbortController()
    const path = `/api/workspaces/${workspaceId}/artifacts/${digest}`
    void request(path, ShownPart.array(), { signal: asking.signal }).then((answer) => {
      if (asking.signal.aborted) return
      if (answer.ok) setKept({ digest, parts: answer.value })
      setProblem(answer.ok ? undefined : `What the run showed can't be had: ${answer.error.detail}`)
    })
    return () => asking.abort()
  }, [digest, workspaceId])
  const parts = kept && kept.digest === digest ? kept.parts : passing
  if (parts && parts.length > 0) return <ShownParts parts={parts} />
  return problem === undefined ? null : <Notice look="bad">{problem}</Notice>
}
