import { Check, CircleHelp, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { askDiff } from '#client/connection/tableDiff.ts'
import { useSession, useWorkspace } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
import type { Artifact } from '#shared/artifact.ts'
import { replayOf, type Replay } from '#shared/replay.ts'
import type { Run } from '#shared/workspace.ts'

const WORDS = {
  identical: { Icon: Check, look: 'good', words: 'replayed: identical', says: 'byte for byte the same as' },
  equal: { Icon: Check, look: 'good', words: 'replayed: equal rows', says: 'of the same rows as' },
  close: {
    Icon: Check,
    look: 'good',
    words: 'replayed: equal within tolerance',
    says: 'but for the last digits of floats the same as',
  },
  different: { Icon: TriangleAlert, look: 'warn', words: 'replayed: different', says: 'not the same as' },
  'not-comparable': {
    Icon: CircleHelp,
    look: '',
    words: 'replayed: other bytes',
    says: 'of other bytes, which need not mean anything, than',
  },
} as const satisfies Record<Replay['verdict'] | 'close', unknown>

type Props = {
  readonly run: Run
  readonly artifact: Artifact
  /** Shows what differs, where two tables do. */
  readonly onCompare: () => void
}

/** What computing the same digest anew has shown; nothing where it was computed once. */
export function ReplayBadge({ run, artifact, onCompare }: Props) {
  const replay = replayOf(useWorkspace(), run, artifact)
  const isTables = replay?.verdict === 'different' && replay.was.kind === 'table' && artifact.kind === 'table'
  const largest = useCloseness(isTables ? replay.was : undefined, artifact)
  if (!replay) return null
  const { Icon, look, words, says } = WORDS[largest === undefined ? replay.verdict : 'close']
  const distance = largest === undefined ? '' : `. The largest distance is ${largest} of the value`
  const title = `The same step on the same inputs, in a fresh kernel: ${says} the run of ${whenOf(replay.before.startedAt)}${distance}`
  const said = (
    <>
      <Icon size={13} aria-hidden /> {words}
    </>
  )
  return isTables ? (
    <button
      type="button"
      className={`badge ${look}`}
      title={`${title}. Shows what differs`}
      onClick={onCompare}
    >
      {said}
    </button>
  ) : (
    <span className={`badge ${look}`} title={title}>
      {said}
    </span>
  )
}

/** The largest distance between two tables that differ in nothing but the last digits of floats; else, and until it is known, undefined. */
function useCloseness(was: Artifact | undefined, is: Artifact): string | undefined {
  const { workspaceId } = useSession()
  const [largest, setLargest] = useState<string>()
  const [before, after] = [was?.digest, is.digest]
  useEffect(() => {
    let isGone = false
    setLargest(undefined)
    if (before)
      void askDiff(workspaceId, before, after, []).then((came) => {
        if (!isGone && came.ok && came.value.floats?.isClose) setLargest(came.value.floats.largest)
      })
    return () => {
      isGone = true
    }
  }, [workspaceId, before, after])
  return largest
}
