import { useState } from 'react'
import type { Block } from '#client/workspace/blocks.ts'
import { wordOf } from '#client/workspace/drafts.ts'
import { enterBlock, usePage } from '#client/workspace/page.ts'
import { runDraft, type RunEnd } from '#client/workspace/runDraft.ts'
import type { StepFacts } from '#client/workspace/stepStatus.ts'
import { useSession } from '#client/workspace/useSession.ts'
import { ObjectiveId, StepId } from '#shared/ids.ts'

export type StepRun = {
  readonly isBusy: boolean
  /** What came of the last attempt in this window, until the next. */
  readonly end: RunEnd | undefined
  readonly run: (then: 'stay' | 'go-on') => void
}

export function useStepRun(
  { id, draft }: Extract<Block, { kind: 'step' }>,
  { last }: StepFacts,
  next: string | undefined,
): StepRun {
  const session = useSession()
  const { jumpTo } = usePage()
  const [isBusy, setBusy] = useState(false)
  const [end, setEnd] = useState<RunEnd>()
  return {
    isBusy,
    end,
    run(then) {
      const stepId = StepId.safeParse(id)
      if (!draft || !stepId.success || isBusy) return
      const objectiveId = ObjectiveId.safeParse(last?.objectiveId)
      setBusy(true)
      setEnd(undefined)
      void runDraft(session, {
        stepId: stepId.data,
        language: wordOf(draft, 'language') === 'chart' ? 'chart' : 'sql',
        code: draft.text.toJSON(),
        output: wordOf(draft, 'output'),
        ...(objectiveId.success ? { objectiveId: objectiveId.data } : {}),
      }).then((came) => {
        setBusy(false)
        setEnd(came)
      })
      if (then === 'go-on' && next) {
        jumpTo(next)
        enterBlock(next)
      }
    },
  }
}
