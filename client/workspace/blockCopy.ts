/** A block taken along: to stand once more beside itself, elsewhere on the page, or in another workspace. */
import { z } from 'zod'
import type { Block } from '#client/workspace/blocks.ts'
import { wordOf } from '#client/workspace/drafts.ts'
import { nameKey } from '#shared/ids.ts'
import { candidateOf, lastProposalOf } from '#shared/scope.ts'
import type { WorkspaceState } from '#shared/workspace.ts'
import { outputsAsText } from '#shared/step.ts'

const BlockCopy = z.object({
  kind: z.enum(['objective', 'constraint', 'note', 'step']),
  text: z.string(),
  words: z.record(z.string(), z.string()),
})
export type BlockCopy = z.infer<typeof BlockCopy>

const WORDS: Readonly<Record<BlockCopy['kind'], readonly string[]>> = {
  objective: ['acceptance'],
  constraint: ['checks'],
  note: [],
  step: ['language', 'output'],
}

/** As it stands: the draft where there is one, else what is recorded. */
export function copyOf(block: Block, state: WorkspaceState): BlockCopy | undefined {
  const { kind, draft } = block
  if (draft) {
    const words = WORDS[kind].map((key) => [key, wordOf(draft, key)] as const)
    return { kind, text: draft.text.toJSON(), words: Object.fromEntries(words) }
  }
  switch (block.kind) {
    case 'objective':
      return (
        block.fact && { kind, text: block.fact.text, words: { acceptance: block.fact.acceptance.join('\n') } }
      )
    case 'constraint':
      return (
        block.fact && { kind, text: block.fact.text, words: { checks: JSON.stringify(block.fact.checks) } }
      )
    case 'step': {
      const content =
        block.step && (candidateOf(state, block.step) ?? lastProposalOf(state, block.step))?.content
      return (
        content && {
          kind,
          text: content.code,
          words: { language: content.language, output: outputsAsText(content) },
        }
      )
    }
    case 'note':
      return undefined
  }
}

/** A name that nothing has yet: `sales`, `sales_copy`, `sales_copy2` … */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (name === '' || !taken.has(nameKey(name))) return name
  for (let number = 1; ; number += 1) {
    const free = `${name}_copy${number === 1 ? '' : number}`
    if (!taken.has(nameKey(free))) return free
  }
}

const KEY = 'countersign-copied-block'

/** What was cut or copied last in this browser. */
export const keepCopy = (copy: BlockCopy): void => localStorage.setItem(KEY, JSON.stringify(copy))

export function keptCopy(): BlockCopy | undefined {
  try {
    return BlockCopy.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null')).data
  } catch {
    return undefined
  }
}
