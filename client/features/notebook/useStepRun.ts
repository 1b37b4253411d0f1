import { useState } from 'react'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { wordOf, type Draft } from '#client/workspace/drafts.ts'
import { enterBlock, usePage } from '#client/workspace/page.ts'
import { languageFrom } from '#client/workspace/languages.ts'
import type { DraftStep } from '#client/workspace/planRun.ts'
import { runDraft, type RunEnd } from '#client/workspace/runDraft.ts'
import type { RunThen } from '#client/workspace/runThen.ts'
import type { StepFacts } from '#client/workspace/stepStatus.ts'
import { useMay } from '#client/workspace/may.ts'
import { useSession } from '#client/workspace/useSession.ts'
import { ObjectiveId, StepId } from '#shared/ids.ts'

export type StepRun = {
  readonly isBusy: boolean
  /** A draft, or what is countersigned once more. */
  readonly canRun: boolean
  /** What came of the last attempt in this window, until the next. */
  readonly end: RunEnd | undefined
  /** Forced, it stays there, and computes anew what ran before. Already on its way, it only goes on. */
  readonly run: (then: RunThen | 'force') => void
}

type Content = Pick<DraftStep, 'language' | 'code' | 'output'>

export function useStepRun(
  { id, draft }: Extract<Block, { kind: 'step' }>,
  { last, definition, pending }: StepFacts,
  next: string | undefined,
  acts: BlockActs,
): StepRun {
  const session = useSession()
  const { jumpTo } = usePage()
  const mayPropose = useMay('ProposeStep')
  const [isBusy, setBusy] = useState(false)
  const [end, setEnd] = useState<RunEnd>()
  const again = pending ? undefined : definition?.content
  const canRun = mayPropose && (draft !== undefined || again !== undefined)
  function start(stepId: StepId, { language, code, output }: Content, isForced: boolean): void {
    const objectiveId = ObjectiveId.safeParse(last?.objectiveId)
    const step = { stepId, language, code, output }
    setBusy(true)
    setEnd(undefined)
    void runDraft(
      session,
      objectiveId.success ? { ...step, objectiveId: objectiveId.data } : step,
      isForced,
    ).then((came) => {
      setBusy(false)
      setEnd(came)
    })
  }
  return {
    isBusy,
    canRun,
    end,
    run(then) {
      const stepId = StepId.safeParse(id)
      const content = draft ? contentOf(draft) : again
      if (!canRun || !content || !stepId.success) return
      if (!isBusy) start(stepId.data, content, then === 'force')
      if (then === 'insert-below' || (then === 'go-on' && !next)) acts.insert('sql', id)
      else if (then === 'go-on' && next) {
        const wasWriting = Boolean(document.activeElement?.closest('.monaco-editor'))
        jumpTo(next)
        if (wasWriting) enterBlock(next)
      }
    },
  }
}

const contentOf = (draft: Draft): Content => ({
  language: languageFrom(wordOf(draft, 'language')),
  code: draft.text.toJSON(),
  output: wordOf(draft, 'output'),
})
