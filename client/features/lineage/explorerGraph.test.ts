import { describe, expect, it } from 'vitest'
import {
  ESSENTIAL,
  explorerGraphOf,
  idsAround,
  KINDS,
  type Choice,
} from '#client/features/lineage/explorerGraph.ts'
import { searchNodes } from '#client/features/lineage/searchNodes.ts'
import { ObjectiveId, StepId } from '#shared/ids.ts'
import type { LineageGraph, LineageNode, LineageNodeKind } from '#shared/lineage/lineageGraph.ts'
import { objectiveId as objectiveNumber, stepId as stepNumber } from '#shared/testing/examples.ts'

const objectiveId = ObjectiveId.parse(objectiveNumber(1))
const stepId = StepId.parse(stepNumber(1))
const STEP = `step:${stepId}`
const OBJECTIVE = `objective:${objectiveId}`

const node = (id: string, kind: LineageNodeKind, more: Partial<LineageNode> = {}): LineageNode => ({
  id,
  kind,
  label: id.slice(id.indexOf(':') + 1),
  detail: '',
  at: null,
  ...more,
})
const ofStep = { stepId, objectiveId }
const edge = (from: string, to: string) => ({ from, to, because: 'read by' })

/** Flights, asked about: proposed, approved, run, and its result cited. */
const lineage: LineageGraph = {
  nodes: [
    node('artifact:flights', 'dataset', { by: 'Ada' }),
    node(OBJECTIVE, 'objective', { objectiveId }),
    node('proposal:1', 'proposal', ofStep),
    node('decision:1', 'decision', { ...ofStep, by: 'Rosa' }),
    node('run:1', 'run', ofStep),
    node('artifact:abcdef12', 'artifact', { ...ofStep, label: 'delays' }),
    node('conclusion:1', 'conclusion', { objectiveId }),
  ],
  edges: [
    edge(OBJECTIVE, 'proposal:1'),
    edge('proposal:1', 'decision:1'),
    edge('decision:1', 'run:1'),
    edge('artifact:flights', 'run:1'),
    edge('run:1', 'artifact:abcdef12'),
    edge('artifact:abcdef12', 'conclusion:1'),
  ],
}

const drawn = (choice: Partial<Choice>) => {
  const graph = explorerGraphOf(lineage, {
    kinds: ESSENTIAL,
    grouping: 'steps',
    opened: new Set(),
    ...choice,
  })
  return {
    nodes: graph.nodes.map((one) => one.id),
    edges: graph.edges.map((one) => `${one.from} > ${one.to}`),
    drawnAs: graph.drawnAs,
  }
}

describe('the lineage that is drawn', () => {
  it('has a step as one node at first, with what it read and what came of it', () => {
    const { nodes, edges, drawnAs } = drawn({})
    expect(nodes.toSorted()).toEqual(
      ['artifact:abcdef12', 'artifact:flights', 'conclusion:1', STEP].toSorted(),
    )
    expect(edges).toContain(`artifact:flights > ${STEP}`)
    expect(edges).toContain(`${STEP} > artifact:abcdef12`)
    expect(drawnAs.get('decision:1')).toBe(STEP)
    expect(drawnAs.has(OBJECTIVE)).toBe(false)
  })

  it('shows what a step stands for when it is opened', () => {
    const { nodes, edges } = drawn({ opened: new Set([STEP]) })
    expect(nodes).not.toContain(STEP)
    expect(edges).toContain('decision:1 > run:1')
  })

  it('passes through what is left out, so that nothing loses where it comes from', () => {
    const { edges } = drawn({ grouping: 'nothing', kinds: new Set(['dataset', 'conclusion']) })
    expect(edges).toEqual(['artifact:flights > conclusion:1'])
    const asked = drawn({ grouping: 'nothing', kinds: new Set(['objective', 'artifact']) })
    expect(asked.edges).toContain(`${OBJECTIVE} > artifact:abcdef12`)
  })

  it('has all of an objective as one node when it is grouped so, and what is not of it outside', () => {
    const { nodes, edges } = drawn({ grouping: 'objectives' })
    expect(nodes.toSorted()).toEqual(['artifact:flights', OBJECTIVE].toSorted())
    expect(edges).toEqual([`artifact:flights > ${OBJECTIVE}`])
  })

  it('is all of it when every kind is shown and nothing grouped', () => {
    const { nodes, edges } = drawn({ grouping: 'nothing', kinds: new Set(KINDS) })
    expect([nodes.length, edges.length]).toEqual([lineage.nodes.length, lineage.edges.length])
  })

  it('is followed up, down and both ways, as far as is asked for', () => {
    const { edges } = lineage
    expect([...idsAround(edges, 'run:1', 'up', 1)].toSorted()).toEqual(
      ['artifact:flights', 'decision:1', 'run:1'].toSorted(),
    )
    expect(idsAround(edges, 'run:1', 'down', Infinity).size).toBe(3)
    expect(idsAround(edges, 'run:1', 'both', Infinity).size).toBe(7)
  })
})

describe('the search', () => {
  const idsOf = (words: string) => searchNodes(lineage.nodes, words).map((one) => one.id)

  it('finds by name, by person and by the beginning of a digest', () => {
    expect(idsOf('DELA')).toEqual(['artifact:abcdef12'])
    expect(idsOf('rosa')).toEqual(['decision:1'])
    expect(idsOf('abcd')).toEqual(['artifact:abcdef12'])
  })

  it('finds nothing for no words, or for what is nowhere', () => {
    expect(idsOf('  ')).toEqual([])
    expect(idsOf('bcdef')).toEqual([])
  })
})
