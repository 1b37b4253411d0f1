/** What preflight says of a draft as it stands: asked when typing rests, and an answer to an earlier text is dropped. */
import { useEffect, useState } from 'react'
import type * as Y from 'yjs'
import { request } from '#client/connection/request.ts'
import { useText } from '#client/workspace/useDrafts.ts'
import { useSession, useWorkspace } from '#client/workspace/useSession.ts'
import { DraftAnalysed } from '#shared/draftAnalysis.ts'
import type { Language } from '#shared/constraint.ts'
import type { Finding } from '#shared/preflight.ts'
import { scopeOf } from '#shared/scope.ts'
import { outputsIn } from '#shared/step.ts'

export type FindingsAsked = {
  readonly block: string
  readonly language: Language
  readonly text: Y.Text
  readonly output: string
}

const REST = 450
const AGAIN = 900
const NONE: readonly Finding[] = []

/** Undefined until there is a first answer. */
export function useDraftFindings(
  { block, language, text, output }: FindingsAsked,
  mayAsk: boolean,
): readonly Finding[] | undefined {
  const { workspaceId } = useSession()
  const state = useWorkspace()
  const code = useText(text)
  const [findings, setFindings] = useState<readonly Finding[]>()
  // What a name stands for may have changed, though the text has not.
  const scope = [...scopeOf(state).values()].map(({ name }) => name).join()
  useEffect(() => {
    if (!mayAsk) return
    const asking = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async (): Promise<void> => {
      if (code.trim() === '') return setFindings(NONE)
      const named = outputsIn(output)
      const body = { stepId: block, language, code, ...(named.ok ? named.value : {}) }
      const path = `/api/workspaces/${workspaceId}/preflight`
      const answer = await request(path, DraftAnalysed, { method: 'POST', body, signal: asking.signal })
      if (asking.signal.aborted) return
      if (answer.ok) setFindings(answer.value.findings)
      else if (answer.error.code === 'superseded') timer = setTimeout(() => void ask(), AGAIN)
      else setFindings(undefined)
    }
    timer = setTimeout(() => void ask(), REST)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [block, language, code, output, scope, workspaceId, mayAsk])
  return findings
}
