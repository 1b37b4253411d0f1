import { describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { blockPageOf } from '#client/workspace/blockPage.ts'
import { addDraft, draftOf, removeDraft } from '#client/workspace/drafts.ts'
import { createWorkspace, owner, propose, stepId, system } from '#shared/testing/examples.ts'
import { scenario } from '#shared/testing/scenario.ts'

const begun = scenario().given([createWorkspace, system], [propose({ proposal: 1, step: 1 }), owner])

describe('the blocks of a document', () => {
  it('are the same objects while nothing of them changes, whatever else is recorded', () => {
    const doc = new Y.Doc()
    addDraft(doc, { id: 'note', kind: 'note' })
    const page = blockPageOf(doc)
    const before = page.blocks(begun.state, false)
    const later = begun.given([propose({ proposal: 2, step: 2, output: 'other' }), owner])
    const after = page.blocks(later.state, false)
    expect(after.map(({ id }) => id)).toEqual(['note', stepId(1), stepId(2)])
    expect(after[0]).toBe(before[0])
    expect(after[1]).toBe(before[1])
    expect(page.blocks({ ...later.state, seq: 99 }, false)).toBe(after)
  })

  it('change when a block comes, goes or becomes another kind, and not with its words', () => {
    const doc = new Y.Doc()
    const page = blockPageOf(doc)
    const listen = vi.fn()
    page.subscribe(listen)
    addDraft(doc, { id: 'note', kind: 'note' })
    expect(listen).toHaveBeenCalled()
    listen.mockClear()
    draftOf(doc, 'note')?.text.insert(0, 'words')
    draftOf(doc, 'note')?.map.set('output', 'sales')
    expect(listen).not.toHaveBeenCalled()
    draftOf(doc, 'note')?.map.set('kind', 'step')
    expect(listen).toHaveBeenCalled()
    expect(page.blocks(begun.state, false).map(({ kind }) => kind)).toEqual(['step', 'step'])
    removeDraft(doc, 'note')
    expect(page.blocks(begun.state, false).map(({ id }) => id)).toEqual([stepId(1)])
  })
})
