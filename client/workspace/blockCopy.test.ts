import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { copyOf, freeName } from '#client/workspace/blockCopy.ts'
import { blocksIn } from '#client/workspace/blocks.ts'
import { addDraft } from '#client/workspace/drafts.ts'
import { addOrders, createWorkspace, owner, propose, stepId, system } from '#shared/testing/examples.ts'
import { scenario } from '#shared/testing/scenario.ts'

const { state } = scenario().given(
  [createWorkspace, system],
  [addOrders(), owner],
  [propose({ proposal: 1, step: 1, output: 'sales', code: 'SELECT 1' }), owner],
)

describe('a copied block', () => {
  it('says what is recorded of a step that nobody edits', () => {
    const [block] = blocksIn(new Y.Doc(), state).filter((one) => one.kind === 'step')
    expect(block && copyOf(block, state)).toEqual({
      kind: 'step',
      text: 'SELECT 1',
      words: { language: 'sql', output: 'sales' },
    })
  })

  it('says the draft where somebody edits it', () => {
    const doc = new Y.Doc()
    const words = { language: 'sql', output: 'net_sales' }
    addDraft(doc, { id: stepId(1), kind: 'step', text: 'SELECT 2', words })
    const [block] = blocksIn(doc, state).filter((one) => one.kind === 'step')
    expect(block && copyOf(block, state)).toEqual({ kind: 'step', text: 'SELECT 2', words })
  })
})

describe('a free name', () => {
  const taken = new Set(['sales', 'sales_copy'])
  it.each([
    ['costs', 'costs'],
    ['Sales', 'Sales_copy2'],
    ['sales_copy', 'sales_copy_copy'],
    ['', ''],
  ])('of %s is %s', (name, free) => {
    expect(freeName(name, taken)).toBe(free)
  })
})
