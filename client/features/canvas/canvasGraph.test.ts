import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { canvasGraphOf, foldedEdges, reachIn } from '#client/features/canvas/canvasGraph.ts'
import { blocksIn } from '#client/workspace/blocks.ts'
import {
  addOrders,
  ask,
  createWorkspace,
  datasetId,
  objectiveId,
  owner,
  planner,
  preflight,
  propose,
  stepId,
  system,
} from '#shared/testing/examples.ts'
import { scenario } from '#shared/testing/scenario.ts'

const started = scenario().given([createWorkspace, system], [addOrders(), owner], [ask, owner])
const one = started.given([propose({ proposal: 1, step: 1, turn: 1, output: 'sales' }), planner])
const checked = one.given([preflight(one.state, 1), system])
const graph = canvasGraphOf(checked.state, blocksIn(new Y.Doc(), checked.state))

describe('the graph of the canvas', () => {
  it('has data and steps, the steps within their objective, and what they read as edges', () => {
    expect(graph.entries.map((entry) => [entry.face.kind, entry.group])).toEqual([
      ['dataset', undefined],
      ['step', objectiveId(1)],
    ])
    expect(graph.edges).toEqual([{ from: datasetId(1), to: stepId(1) }])
  })

  it('tells of a group what most needs a person', () => {
    expect(graph.groups.get(objectiveId(1))).toMatchObject({ steps: 1, waiting: 1, worst: 'in-review' })
  })

  it('ends edges at a group that is folded up', () => {
    expect(foldedEdges(graph, new Set([objectiveId(1)]))).toEqual([
      { from: datasetId(1), to: objectiveId(1) },
    ])
  })

  it('keeps an objective that has no steps as a node of its own', () => {
    const { entries, groups } = canvasGraphOf(started.state, blocksIn(new Y.Doc(), started.state))
    expect(groups.size).toBe(0)
    expect(entries.map((entry) => entry.face.kind)).toContain('objective')
  })
})

describe('what one block has to do with', () => {
  const edges = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'a', to: 'side' },
    { from: 'other', to: 'c' },
  ]
  it('is all that it depends on and all that depends on it, but not what stands beside', () => {
    expect([...reachIn(edges, ['b'])].toSorted()).toEqual(['a', 'b', 'c'])
    expect([...reachIn(edges, ['c'])].toSorted()).toEqual(['a', 'b', 'c', 'other'])
  })
})
