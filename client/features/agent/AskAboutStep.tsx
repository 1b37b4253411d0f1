import { Sparkles } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useAskAbout } from '#client/features/agent/useAskAbout.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { visibleText } from '#client/ui/visibleText.ts'
import { blockTitleOf } from '#client/workspace/blockTitle.ts'
import { actOf, strokeOf, WINDOW_KEYS } from '#client/workspace/keys.ts'
import { usePage } from '#client/workspace/page.ts'
import { useMay } from '#client/workspace/may.ts'
import { stepFactsOf, type StepStatus } from '#client/workspace/stepStatus.ts'
import { useSession, useWorkspace } from '#client/workspace/useSession.ts'

import type { Step, WorkspaceState } from '#shared/workspace.ts'

const TROUBLED: ReadonlySet<StepStatus> = new Set(['blocked', 'failed', 'halted'])

/** The one dialog of the window; opened from a block's menu, or by the key on the block that is selected. */
export function AskAboutStep() {
  const state = useWorkspace()
  const { askedAbout, askAbout } = usePage()
  useAskKey()
  const step = stepNamed(state, askedAbout)
  return step ? <AskDialog key={step.stepId} step={step} onClose={() => askAbout(undefined)} /> : null
}

/** Also in an editor, so that one need not leave the code to ask about it. */
function useAskKey(): void {
  const { selection, askAbout } = usePage()
  const { fold } = useSession()
  const mayAsk = useMay('AskAgent')
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (actOf(WINDOW_KEYS, strokeOf(event))?.act !== 'ask-agent' || !mayAsk) return
      const target = event.target instanceof Element ? event.target.closest('[data-block]') : null
      const step = stepNamed(fold.state(), target?.getAttribute('data-block') ?? selection.get())
      if (!step) return
      askAbout(step.stepId)
      event.preventDefault()
      event.stopPropagation()
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [selection, askAbout, fold, mayAsk])
}

const stepNamed = (state: WorkspaceState, id: string | undefined): Step | undefined =>
  [...state.steps.values()].find((one) => one.stepId === id && !one.isRemoved)

function AskDialog({ step, onClose }: { readonly step: Step; readonly onClose: () => void }) {
  const state = useWorkspace()
  const { stepId } = step
  const { act, objectives, nearest, isAtWork, ask } = useAskAbout(stepId)
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState<string>(nearest?.objectiveId ?? '')
  const objective = objectives.find((one) => one.objectiveId === chosen)
  const isWorking = isAtWork(objective)
  const canAsk = words.trim() !== '' && !act.isBusy && !isWorking
  const send = async (): Promise<void> => {
    if (canAsk && (await ask(words.trim(), objective))) onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title={`Ask the agent about ${plainText(blockTitleOf(state, stepId))}`}>
      <form
        className="ask-about"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <label className="label">
          Your question
          <textarea
            className="field"
            rows={3}
            maxLength={4000}
            value={words}
            placeholder="e.g. Why are there fewer rows than in the data?"
            onChange={(event) => setWords(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
              event.preventDefault()
              void send()
            }}
          />
        </label>
        <div className="actions" role="group" aria-label="Questions to start from">
          {startersOf(stepFactsOf(state, step).status).map((starter) => (
            <Button key={starter} isSmall onClick={() => setWords(starter)}>
              {starter}
            </Button>
          ))}
        </div>
        {objectives.length > 0 ? (
          <label className="label">
            Under the objective
            <select className="field" value={chosen} onChange={(event) => setChosen(event.target.value)}>
              {objectives.map(({ objectiveId }) => (
                <option key={objectiveId} value={objectiveId}>
                  {plainText(blockTitleOf(state, objectiveId))}
                </option>
              ))}
              <option value="">A new one, made from the question</option>
            </select>
          </label>
        ) : (
          <p className="muted">There is no objective yet: your question becomes one.</p>
        )}
        {isWorking && (
          <Notice look="warn">The agent is at work on this objective. Stop it in its panel, or wait.</Notice>
        )}
        {act.problem && <Notice look="bad">{act.problem.detail}</Notice>}
        <div className="actions">
          <Button look="primary" type="submit" icon={<Sparkles size={15} />} disabled={!canAsk}>
            Ask the agent
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Where only text may stand: what would hide is written out, though not marked. */
const plainText = (text: string): string =>
  visibleText(text)
    .map((piece) => piece.text)
    .join('')

const startersOf = (status: StepStatus): readonly string[] =>
  TROUBLED.has(status)
    ? ['Fix this error.', 'Why does this not run?', 'What does this do?']
    : ['What does this do?', 'Where do its columns come from?', 'Which rows does it leave out?']
