import { useEffect, useMemo, useState } from 'react'
import type { Problem } from '#client/connection/problem.ts'
import { AddData } from '#client/features/datasets/AddData.tsx'
import { addBlocks } from '#client/features/notebookFile/addBlocks.ts'
import { FateLine } from '#client/features/notebookFile/FateLine.tsx'
import '#client/features/notebookFile/notebookFile.css'
import { PlanChoice } from '#client/features/notebookFile/PlanChoice.tsx'
import { readFile } from '#client/features/notebookFile/readFile.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { copyOf } from '#client/workspace/blockCopy.ts'
import { useMayWrite } from '#client/workspace/may.ts'
import { broughtNotebook } from '#client/workspace/notebookImport.ts'
import { usePage } from '#client/workspace/page.ts'
import { say } from '#client/workspace/toasts.ts'
import { useBlocks } from '#client/workspace/useDrafts.ts'
import { useSession, useSignal, useWorkspace } from '#client/workspace/useSession.ts'
import { counted } from '#client/workspace/when.ts'
import { importPlan, type ImportChoice } from '#shared/notebookFile/importPlan.ts'
import type { NotebookRead } from '#shared/notebookFile/notebookRead.ts'

/** What will become of each cell of a notebook, before anything of it is added. */
export function ImportNotebook() {
  const file = useSignal(broughtNotebook)
  const mayWrite = useMayWrite()
  if (!file || !mayWrite) return null
  return <Brought key={`${file.name} ${file.lastModified} ${file.size}`} file={file} />
}

const close = (): void => broughtNotebook.set(undefined)

function Brought({ file }: { readonly file: File }) {
  const { workspaceId } = useSession()
  const [read, setRead] = useState<NotebookRead>()
  const [problem, setProblem] = useState<Problem>()
  useEffect(() => {
    let isGone = false
    void readFile(workspaceId, file).then((answer) => {
      if (isGone) return
      if (answer.ok) setRead(answer.value)
      else setProblem(answer.error)
    })
    return () => {
      isGone = true
    }
  }, [workspaceId, file])
  return (
    <Dialog isOpen isWide onClose={close} title="Import a notebook">
      {problem && (
        <Notice look="bad">
          <Visible text={file.name} /> can’t be imported. <Visible text={problem.detail} />
        </Notice>
      )}
      {!problem && !read && <p role="status">Reading {file.name} …</p>}
      {read && <Planned read={read} />}
    </Dialog>
  )
}

const FIRST_CHOICE: ImportChoice = { order: 'proposed', isRenaming: true }

function Planned({ read }: { readonly read: NotebookRead }) {
  const session = useSession()
  const state = useWorkspace()
  const blocks = useBlocks()
  const { jumpTo } = usePage()
  const [choice, setChoice] = useState(FIRST_CHOICE)
  const there = useMemo(() => {
    const datasets = [...state.datasets.values()].map(({ name }) => name)
    const steps = blocks.flatMap((block) => {
      const outputs = block.kind === 'step' ? copyOf(block, state)?.words['output'] : undefined
      return outputs ? outputs.split(',').map((name) => name.trim()) : []
    })
    return { datasets, steps: steps.filter((name) => name !== '') }
  }, [state, blocks])
  const plan = useMemo(() => importPlan(read, there, choice), [read, there, choice])
  const added = plan.fates.flatMap(({ block }) => block ?? [])
  const notes = added.filter(({ kind }) => kind === 'note').length
  const add = (): void => {
    const first = addBlocks(
      session,
      blocks.map(({ id }) => id),
      added,
    )
    close()
    say(`${counted(added.length, 'block')} added as drafts. Nothing was run.`)
    if (first !== undefined) jumpTo(first)
  }
  return (
    <div className="notebook-import">
      <p>
        <strong>
          <Visible text={read.fileName} />
        </strong>{' '}
        has {counted(read.cells.length, 'cell')}: {counted(notes, 'note')} and{' '}
        {counted(added.length - notes, 'draft')} of steps would be added. Nothing is run, proposed or approved
        by that, and the outputs that are stored in the file are neither shown nor taken along: nobody can
        tell where they come from.
      </p>
      {read.facts === null && (
        <Notice look="warn">
          The cells are taken as they are, one step each, in the order of the file: nothing here can tell what
          they read. <Visible text={read.without} />
        </Notice>
      )}
      {plan.files.length > 0 && (
        <Notice look="warn">
          Files that it reads and that are no datasets here yet: <Visible text={plan.files.join(', ')} />. Add
          them first, and the steps below read them.
          <AddData />
        </Notice>
      )}
      <PlanChoice
        proposed={plan.proposed}
        hasFacts={read.facts !== null}
        choice={choice}
        onChoose={setChoice}
      />
      <ol className="fates" aria-label="What becomes of each cell">
        {plan.fates.map((fate) => (
          <FateLine key={fate.cell} fate={fate} />
        ))}
      </ol>
      <div className="actions import-actions">
        <Button look="primary" disabled={added.length === 0} onClick={add}>
          Add {counted(added.length, 'draft')}
        </Button>
        <Button onClick={close}>Cancel</Button>
      </div>
    </div>
  )
}
