import { Check, CircleHelp, TriangleAlert } from 'lucide-react'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
import { replayOf, type Replay } from '#shared/replay.ts'
import type { Run } from '#shared/workspace.ts'

const WORDS = {
  identical: { Icon: Check, look: 'good', words: 'replayed: identical', says: 'byte for byte the same as' },
  equal: { Icon: Check, look: 'good', words: 'replayed: equal rows', says: 'of the same rows as' },
  different: { Icon: TriangleAlert, look: 'warn', words: 'replayed: different', says: 'not the same as' },
  'not-comparable': {
    Icon: CircleHelp,
    look: '',
    words: 'replayed: other bytes',
    says: 'of other bytes, which need not mean anything, than',
  },
} as const satisfies Record<Replay['verdict'], unknown>

/** What computing the same digest anew has shown; nothing where it was computed once. */
export function ReplayBadge({ run }: { readonly run: Run }) {
  const replay = replayOf(useWorkspace(), run)
  if (!replay) return null
  const { Icon, look, words, says } = WORDS[replay.verdict]
  const title = `The same step on the same inputs, in a fresh kernel: ${says} the run of ${whenOf(replay.before.startedAt)}`
  return (
    <span className={`badge ${look}`} title={title}>
      <Icon size={13} aria-hidden /> {words}
    </span>
  )
}
