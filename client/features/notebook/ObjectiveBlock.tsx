import { Pencil, Sparkles, Square, Target } from 'lucide-react'
import { Conclusion } from '#client/features/agent/Conclusion.tsx'
import { OpenQuestion } from '#client/features/agent/OpenQuestion.tsx'
import { runningTurnOf } from '#client/workspace/turns.ts'
import { AcceptanceEdit } from '#client/features/notebook/AcceptanceEdit.tsx'
import { BlockFrame } from '#client/features/notebook/BlockFrame.tsx'
import { BlockMenu } from '#client/features/notebook/BlockMenu.tsx'
import { ProseEdit } from '#client/features/notebook/ProseEdit.tsx'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import { Button } from '#client/ui/Button.tsx'
import { DropdownLine } from '#client/ui/DropdownLine.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Prose } from '#client/ui/Prose.tsx'
import { newId } from '#client/connection/newId.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { usePage } from '#client/workspace/page.ts'
import { useAct } from '#client/workspace/useAct.ts'
import { useText, useWord } from '#client/workspace/useDrafts.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { isAboutStep } from '#shared/askedAbout.ts'
import { ObjectiveId, TurnId } from '#shared/ids.ts'
import { useMay } from '#client/workspace/may.ts'
import { WhenMay } from '#client/workspace/WhenMay.tsx'

type Props = { readonly block: Extract<Block, { kind: 'objective' }>; readonly acts: BlockActs }

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

export function ObjectiveBlock({ block, acts }: Props) {
  const { id, draft, fact } = block
  const state = useWorkspace()
  const page = usePage()
  const mayWrite = useMay('WriteObjective')
  const act = useAct()
  const typed = useText(draft?.text)
  const typedAcceptance = useWord(draft, 'acceptance')
  const text = draft ? typed : (fact?.text ?? '')
  const acceptance = draft ? linesOf(typedAcceptance) : (fact?.acceptance ?? [])
  const turn = runningTurnOf(state, id)
  const questions = [...state.questions.values()].filter(
    (one) => one.objectiveId === id && one.answer === undefined,
  )
  const wasAsked = [...state.turns.values()].some((one) => one.objectiveId === id)
  const conclusion = state.conclusions.findLast(
    (one) => one.objectiveId === id && !isAboutStep(state, one.objectiveId, one.turnId),
  )

  const askAgent = async (): Promise<void> => {
    const objectiveId = ObjectiveId.parse(id)
    page.openTab('agent')
    await act.ask({
      type: 'AskAgent',
      data: { turnId: newId(TurnId), objectiveId, text: text.trim(), acceptance },
    })
  }

  return (
    <BlockFrame block={block} acts={acts} name="Objective" gutter={<Target size={16} aria-hidden />}>
      <div className="block-line">
        <span className="kind-word">Objective</span>
        <span className="gap" />
        {!draft && fact && mayWrite && (
          <Button
            look="quiet"
            isSmall
            icon={<Pencil size={14} />}
            onClick={() =>
              acts.draftProse(id, 'objective', fact.text, { acceptance: fact.acceptance.join('\n') })
            }
          >
            Edit
          </Button>
        )}
        <BlockMenu block={block} acts={acts}>
          {fact && (
            <DropdownLine
              onSelect={() =>
                void act.ask({ type: 'RetireObjective', data: { objectiveId: ObjectiveId.parse(id) } })
              }
            >
              Retire: it is asked no longer
            </DropdownLine>
          )}
        </BlockMenu>
      </div>
      {draft ? (
        <ProseEdit
          text={draft.text}
          label="Objective"
          placeholder="What do you want to know?"
          className="lead"
        />
      ) : (
        <div className="lead">
          <Prose text={text} />
        </div>
      )}
      {draft && mayWrite ? (
        <AcceptanceEdit draft={draft} />
      ) : (
        acceptance.length > 0 && (
          <div className="acceptance">
            <h4>It is answered when there is</h4>
            <ul>
              {acceptance.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </div>
        )
      )}
      <WhenMay ask="AskAgent">
        <div className="actions">
          {turn ? (
            <>
              <span className="badge agent" role="status">
                <Sparkles size={13} aria-hidden className="pulse" /> The agent is working
              </span>
              <Button
                isSmall
                icon={<Square size={13} />}
                onClick={() => void act.ask({ type: 'StopAgent', data: { turnId: turn.turnId } })}
              >
                Stop
              </Button>
            </>
          ) : (
            <Button
              look={wasAsked ? 'plain' : 'primary'}
              icon={<Sparkles size={15} />}
              disabled={text.trim() === '' || act.isBusy}
              onClick={() => void askAgent()}
            >
              Ask the agent
            </Button>
          )}
        </div>
      </WhenMay>
      {act.problem && <Notice look="bad">{act.problem.detail}</Notice>}
      {questions.map((question) => (
        <OpenQuestion key={question.questionId} question={question} />
      ))}
      {conclusion && <Conclusion conclusion={conclusion} />}
    </BlockFrame>
  )
}
