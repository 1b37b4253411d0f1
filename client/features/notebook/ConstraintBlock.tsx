import { Pencil, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { BlockFrame } from '#client/features/notebook/BlockFrame.tsx'
import { BlockMenu } from '#client/features/notebook/BlockMenu.tsx'
import { ChecksBuilder } from '#client/features/notebook/ChecksBuilder.tsx'
import { checksIn, checksText } from '#client/features/notebook/draftChecks.ts'
import { ProseEdit } from '#client/features/notebook/ProseEdit.tsx'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import { DropdownLine } from '#client/ui/DropdownLine.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Prose } from '#client/ui/Prose.tsx'
import type { Block } from '#client/workspace/blocks.ts'
import { useAct } from '#client/workspace/useAct.ts'
import { useText, useWord } from '#client/workspace/useDrafts.ts'
import { wordsOf } from '#shared/constraint.ts'
import { ConstraintId } from '#shared/ids.ts'
import { useMay } from '#client/workspace/may.ts'

type Props = { readonly block: Extract<Block, { kind: 'constraint' }>; readonly acts: BlockActs }

export function ConstraintBlock({ block, acts }: Props) {
  const { id, draft, fact } = block
  const act = useAct()
  const mayWrite = useMay('WriteConstraint')
  const text = useText(draft?.text)
  const checks = checksIn(useWord(draft, 'checks'))
  const [isHalfWritten, setHalfWritten] = useState(false)
  const isSaved = fact && text === fact.text && checksText(checks) === checksText(fact.checks)

  const save = async (): Promise<void> => {
    const data = { constraintId: ConstraintId.parse(id), text: text.trim(), checks }
    const saved = await act.ask({
      type: 'WriteConstraint',
      data: { ...data, ...(fact?.objectiveId ? { objectiveId: fact.objectiveId } : {}) },
    })
    if (saved) acts.discard(id)
  }

  return (
    <BlockFrame block={block} acts={acts} name="Constraint" gutter={<ShieldCheck size={16} aria-hidden />}>
      <div className="block-line">
        <span className="kind-word">Constraint</span>
        {draft && !isSaved && <span className="badge">draft, not in force</span>}
        <span className="gap" />
        {!draft && fact && mayWrite && (
          <Button
            look="quiet"
            isSmall
            icon={<Pencil size={14} />}
            onClick={() => acts.draftProse(id, 'constraint', fact.text, { checks: checksText(fact.checks) })}
          >
            Edit
          </Button>
        )}
        <BlockMenu block={block} acts={acts}>
          {fact && (
            <DropdownLine
              onSelect={() =>
                void act.ask({ type: 'RetireConstraint', data: { constraintId: ConstraintId.parse(id) } })
              }
            >
              Retire: it holds no longer
            </DropdownLine>
          )}
        </BlockMenu>
      </div>
      {draft ? (
        <>
          <ProseEdit text={draft.text} label="Constraint" placeholder="What must hold, in your own words" />
          {mayWrite && (
            <>
              <ChecksBuilder
                checks={checks}
                onChange={(next) => draft.map.set('checks', checksText(next))}
                onHalfWritten={setHalfWritten}
              />
              <div className="actions">
                <Button
                  look="primary"
                  disabled={text.trim() === '' || act.isBusy || isHalfWritten}
                  onClick={() => void save()}
                >
                  Save constraint
                </Button>
                {isHalfWritten && (
                  <span className="muted">Add or cancel the check that you are writing first.</span>
                )}
              </div>
            </>
          )}
        </>
      ) : (
        fact && (
          <>
            <Prose text={fact.text} />
            <ul className="chips">
              {fact.checks.map((check) => (
                <li key={JSON.stringify(check)} className="badge accent">
                  <ShieldCheck size={13} aria-hidden /> {wordsOf(check)}
                </li>
              ))}
              {fact.checks.length === 0 && <li className="muted">Guidance only: nothing is enforced.</li>}
            </ul>
          </>
        )
      )}
      {act.problem && <Notice look="bad">{act.problem.detail}</Notice>}
    </BlockFrame>
  )
}
