import { Pencil, Play, Square } from 'lucide-react'
import { useMemo, type KeyboardEvent } from 'react'
import { BlockFrame } from '#client/features/notebook/BlockFrame.tsx'
import { Elapsed } from '#client/features/notebook/Elapsed.tsx'
import { RestoreStep } from '#client/features/notebook/RestoreStep.tsx'
import { StatusBadge } from '#client/features/notebook/StatusBadge.tsx'
import { StepCode } from '#client/features/notebook/StepCode.tsx'
import { StepMenu } from '#client/features/notebook/StepMenu.tsx'
import { StepDraft } from '#client/features/notebook/StepDraft.tsx'
import { StepResult } from '#client/features/notebook/StepResult.tsx'
import { StepTrouble } from '#client/features/notebook/StepTrouble.tsx'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import { PlanStop } from '#client/features/notebook/PlanStop.tsx'
import { runKeyOf } from '#client/features/notebook/runKeys.ts'
import { useRunPlan } from '#client/features/notebook/useRunPlan.ts'
import { useStepActs } from '#client/features/notebook/useStepActs.ts'
import { useStepRun } from '#client/features/notebook/useStepRun.ts'
import { DecisionHistory } from '#client/features/review/DecisionHistory.tsx'
import { ReviewCard } from '#client/features/review/ReviewCard.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import type { Block } from '#client/workspace/blocks.ts'
import { LANGUAGE_WORDS, languageFrom } from '#client/workspace/languages.ts'
import { nameOf } from '#client/workspace/names.ts'
import { titleOf } from '#client/workspace/planRun.ts'
import { stepFactsOf, type StepFacts } from '#client/workspace/stepStatus.ts'
import { useText, useWord } from '#client/workspace/useDrafts.ts'
import { useAct } from '#client/workspace/useAct.ts'
import { useSession, useWorkspace } from '#client/workspace/useSession.ts'
import { useIsPast } from '#client/workspace/past.ts'
import { useMay, useMayWrite, useRoleMay } from '#client/workspace/may.ts'
import type { Finding } from '#shared/preflight.ts'
import { isSameDraft } from '#shared/packages.ts'
import { isSameOutputs } from '#shared/step.ts'

type Props = {
  readonly block: Extract<Block, { kind: 'step' }>
  readonly order: number
  readonly next: string | undefined
  readonly acts: BlockActs
}

export function StepBlock({ block, order, next, acts }: Props) {
  const { id, draft, step } = block
  const { send } = useSession()
  const act = useAct()
  const state = useWorkspace()
  const facts = stepFactsOf(state, step)
  const { run, pending, candidate, status } = facts
  const code = useText(draft?.text)
  const language = languageFrom(useWord(draft, 'language'))
  const output = useWord(draft, 'output')
  const isPast = useIsPast()
  const mayWrite = useMayWrite()
  const mayHalt = useMay('HaltRun')
  const mayRestore = useRoleMay('ProposeStep')
  const stepRun = useStepRun(block, facts, next, acts)
  const plan = useRunPlan()
  const stepActs = useStepActs(block, facts, stepRun, plan)

  const shownLanguage = draft ? language : candidate?.content.language
  const title = pending?.title ?? candidate?.title ?? titleOf({ language, code, output })
  const isReviewed = pending?.status === 'in-review'
  const isDraftNewer =
    draft !== undefined &&
    candidate !== undefined &&
    (!isSameDraft(candidate.content, code) || !isSameOutputs(candidate.content, output))
  const isBlocked = facts.last?.status === 'blocked' && isSameDraft(facts.last.content, code)
  const shownStatus =
    isDraftNewer && status !== 'running' && !pending ? (isBlocked ? 'blocked' : 'draft') : status
  const failed = useMemo(() => failureOf(run, candidate), [run, candidate])
  const failure = isDraftNewer ? undefined : failed
  const halt = (): void => {
    if (run) void send({ type: 'HaltRun', data: { runId: run.runId } })
  }

  /** The keys that run, outside of the editor: there they are the editor's own. */
  const onKeyDown = (event: KeyboardEvent): void => {
    const then = runKeyOf(event)
    if (!then || event.defaultPrevented || !stepRun.canRun) return
    event.preventDefault()
    stepRun.run(then)
  }

  return (
    <BlockFrame
      block={block}
      acts={acts}
      name={`Step ${title || output || order}`}
      onKeyDown={onKeyDown}
      step={stepActs}
      gutter={
        <>
          {run?.status === 'running' ? (
            <Button
              isSmall
              icon={<Square size={13} />}
              label="Stop"
              onClick={halt}
              disabled={run.haltRequested || !mayHalt}
            />
          ) : stepRun.canRun ? (
            <Button
              isSmall
              look={draft || status === 'stale' ? 'primary' : 'quiet'}
              icon={<Play size={13} />}
              label={draft || status === 'stale' ? 'Run' : 'Run again'}
              disabled={stepRun.isBusy}
              onClick={() => stepRun.run('stay')}
            />
          ) : null}
          <span className="order numbers">{order}</span>
          {run && <Elapsed run={run} />}
        </>
      }
    >
      <div className="block-line">
        <h3 className="step-title">
          <Visible text={title || 'New step'} />
        </h3>
        <StatusBadge status={shownStatus} />
        {shownLanguage && <span className="badge">{LANGUAGE_WORDS[shownLanguage]}</span>}
        {candidate && !isReviewed && <span className="muted by">by {nameOf(state, candidate.author)}</span>}
        <span className="gap" />
        {!draft && candidate && (
          <>
            {isPast && mayRestore && <RestoreStep proposal={candidate} />}
            {mayWrite && (
              <Button
                isSmall
                look="quiet"
                icon={<Pencil size={13} />}
                onClick={() => acts.draftStep(id, candidate.content)}
              >
                Edit
              </Button>
            )}
          </>
        )}
        <StepMenu block={block} acts={acts} step={stepActs} act={act} pending={pending} />
      </div>
      {plan.stop && <PlanStop stop={plan.stop} />}
      {act.problem && <Notice look="bad">{act.problem.detail}</Notice>}
      {draft && <StepDraft draft={draft} language={language} run={stepRun} failure={failure} />}
      {candidate && stepActs.code && (
        <StepCode content={candidate.content} fold={stepActs.code} failedLine={failure?.line} />
      )}
      {!isReviewed && facts.last && <DecisionHistory proposal={facts.last} />}
      <StepTrouble facts={facts} run={stepRun} draftCode={draft ? code : undefined} />
      {isReviewed && pending && (
        <ReviewCard
          key={pending.proposalId}
          proposal={pending}
          onEdit={() => {
            if (draft) acts.remove(id)
            acts.draftStep(id, pending.content)
          }}
        />
      )}
      <StepResult facts={facts} isDraftNewer={isDraftNewer} />
    </BlockFrame>
  )
}

/** Where the shown code failed when it ran last. */
function failureOf(run: StepFacts['run'], candidate: StepFacts['candidate']): Finding | undefined {
  if (!run || run.proposalId !== candidate?.proposalId || run.outcome?.kind !== 'failed') return undefined
  const { line, message } = run.outcome
  return line === undefined ? undefined : { severity: 'deny', code: 'failed', text: message, line }
}
