/** The order in which one person reads the notebook: as it was placed by hand, or each step behind what it reads. */
import { createSignal } from '#client/connection/signal.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { byOutputName, runnablesIn, type Runnable } from '#client/workspace/runPlan.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type BlockOrder = 'by-hand' | 'by-dependency'

const KEY = 'countersign-block-order'

/** Of this person in this browser: nothing in the shared document moves by it. */
export const blockOrder = createSignal<BlockOrder>(
  globalThis.localStorage?.getItem(KEY) === 'by-dependency' ? 'by-dependency' : 'by-hand',
)

export function chooseBlockOrder(order: BlockOrder): void {
  localStorage.setItem(KEY, order)
  blockOrder.set(order)
}

/**
 * Each step behind those that it reads, else as placed by hand. Objectives, constraints and notes stay in front of the
 * step that they stood in front of. Steps that read each other stay as they are.
 */
export function byDependency(blocks: readonly Block[], state: WorkspaceState): readonly Block[] {
  const runnables = new Map<string, Runnable>(runnablesIn(state, blocks).map((one) => [one.step.stepId, one]))
  const byOutput = byOutputName(runnables.values())
  const groups = groupsOf(blocks)
  const groupOf = new Map(groups.map((group) => [group.at(-1)?.id, group]))
  const ordered: Block[] = []
  const seen = new Set<readonly Block[]>()
  const visit = (group: readonly Block[]): void => {
    if (seen.has(group)) return
    seen.add(group)
    for (const name of runnables.get(group.at(-1)?.id ?? '')?.reads ?? []) {
      const read = groupOf.get(byOutput.get(name)?.step.stepId)
      if (read) visit(read)
    }
    ordered.push(...group)
  }
  for (const group of groups) visit(group)
  return ordered
}

/** Each step with what stands in front of it; what stands behind the last step is a group of its own. */
function groupsOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const groups: Block[][] = []
  let open: Block[] = []
  for (const block of blocks) {
    open.push(block)
    if (block.kind !== 'step') continue
    groups.push(open)
    open = []
  }
  return open.length > 0 ? [...groups, open] : groups
}
