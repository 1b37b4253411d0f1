/** What stands on the canvas and which reads which: datasets and blocks, steps within the frame of their objective. Edges are inferred from what preflight read, never drawn. */
import {
  faceOfDataset,
  faceOfObjective,
  faceOfStep,
  type Face,
  type ObjectiveFace,
} from '#client/features/canvas/faces.ts'
import type { Edge } from '#client/features/canvas/layers.ts'
import type { Part } from '#client/features/canvas/canvasLayout.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { stepFactsOf } from '#client/workspace/stepStatus.ts'
import { readsOf } from '#shared/graph.ts'
import { resolve } from '#shared/scope.ts'
import type { Step, WorkspaceState } from '#shared/workspace.ts'

export type Entry = Part & { readonly face: Face }
export type CanvasGraph = {
  readonly entries: readonly Entry[]
  /** Objectives with steps, in the order of their ids. */
  readonly groups: ReadonlyMap<string, ObjectiveFace>
  readonly edges: readonly Edge[]
}

const SIZES = {
  dataset: { width: 208, height: 62 },
  step: { width: 248, height: 124 },
  objective: { width: 288, height: 124 },
  constraint: { width: 232, height: 84 },
  note: { width: 232, height: 84 },
} as const satisfies Record<Face['kind'], unknown>

/** In the order of ids, which is the order of their making: moving a block in the notebook moves nothing here. */
export function canvasGraphOf(state: WorkspaceState, blocks: readonly Block[]): CanvasGraph {
  const shown = new Set(blocks.map((block) => block.id))
  const groupOf = (step: Step | undefined): string | undefined =>
    step?.objectiveId !== undefined && shown.has(step.objectiveId) ? step.objectiveId : undefined
  const members = new Map<string, Face[]>()
  const entries: Entry[] = []
  const add = (face: Face, group?: string): void => {
    const isSource = face.kind !== 'step' && face.kind !== 'objective'
    entries.push({ id: face.id, group, isSource, face, ...SIZES[face.kind] })
    if (group !== undefined) members.set(group, [...(members.get(group) ?? []), face])
  }
  for (const dataset of state.datasets.values()) add(faceOfDataset(dataset))
  for (const block of blocks) {
    if (block.kind === 'step') add(faceOfStep(block, stepFactsOf(state, block.step)), groupOf(block.step))
    if (block.kind === 'constraint' || block.kind === 'note') {
      const text = block.kind === 'constraint' ? (block.fact?.text ?? '') : ''
      add({ kind: block.kind, id: block.id, title: '', text, draft: block.draft?.text })
    }
  }
  const groups = new Map<string, ObjectiveFace>()
  for (const block of blocks) {
    if (block.kind !== 'objective') continue
    const face = faceOfObjective(block, members.get(block.id) ?? [])
    if (members.has(block.id)) groups.set(block.id, face)
    else add(face)
  }
  return {
    entries: entries.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    groups,
    edges: edgesOf(state, blocks),
  }
}

function edgesOf(state: WorkspaceState, blocks: readonly Block[]): readonly Edge[] {
  const edges: Edge[] = []
  for (const block of blocks) {
    if (block.kind !== 'step' || !block.step) continue
    const sources = new Set<string>()
    for (const name of readsOf(state, block.step)) {
      const named = resolve(state, name)
      if (named) sources.add(named.kind === 'dataset' ? named.dataset.datasetId : named.step.stepId)
    }
    for (const from of sources) if (from !== block.id) edges.push({ from, to: block.id })
  }
  return edges
}

/** Edges as they show while some groups are one node: those within are gone, those across end at the group. */
export function foldedEdges(
  { entries, edges }: CanvasGraph,
  collapsed: ReadonlySet<string>,
): readonly Edge[] {
  const homes = new Map(
    entries.map((entry) => [
      entry.id,
      entry.group !== undefined && collapsed.has(entry.group) ? entry.group : entry.id,
    ]),
  )
  const folded = new Map<string, Edge>()
  for (const edge of edges) {
    const [from, to] = [homes.get(edge.from), homes.get(edge.to)]
    if (from !== undefined && to !== undefined && from !== to) folded.set(`${from} ${to}`, { from, to })
  }
  return [...folded.values()]
}

/** The nodes that these depend on or that depend on these, directly or through others, and these. */
export function reachIn(edges: readonly Edge[], from: Iterable<string>): ReadonlySet<string> {
  const lit = new Set<string>()
  for (const direction of ['up', 'down'] as const) {
    const next = new Map<string, string[]>()
    for (const edge of edges) {
      const [key, to] = direction === 'up' ? [edge.to, edge.from] : [edge.from, edge.to]
      const known = next.get(key)
      if (known) known.push(to)
      else next.set(key, [to])
    }
    const seen = new Set<string>()
    const waiting = [...from]
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (seen.has(id)) continue
      seen.add(id)
      lit.add(id)
      waiting.push(...(next.get(id) ?? []))
    }
  }
  return lit
}
