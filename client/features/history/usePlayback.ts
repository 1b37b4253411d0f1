/** Playing back: which entry the window stands at, and the moves from there. At the last entry it shows the present again. */
import { useCallback, useEffect, useState } from 'react'
import type { Mark } from '#client/features/history/marks.ts'
import { usePresent, useSession, useSignal } from '#client/workspace/useSession.ts'

const BETWEEN = 700

export type Playback = {
  /** The entry that is shown; that of the present when nothing is played back. */
  readonly seq: number
  readonly last: number
  readonly isPlaying: boolean
  readonly goTo: (seq: number) => void
  readonly toNow: () => void
  readonly toMark: (direction: -1 | 1) => void
  /** From mark to mark, as those are the moments that matter; from the first one when at the end. */
  readonly setPlaying: (isPlaying: boolean) => void
}

export function usePlayback(marks: readonly Mark[]): Playback {
  const { fold, past } = useSession()
  const present = usePresent()
  const shown = useSignal(past)
  const [isPlaying, setPlaying] = useState(false)
  const seq = shown?.seq ?? present.seq

  const goTo = useCallback(
    (wanted: number): void => {
      const to = Math.max(1, Math.min(wanted, fold.state().seq))
      past.set(to === fold.state().seq ? undefined : fold.at(to))
    },
    [fold, past],
  )
  const toMark = useCallback(
    (direction: -1 | 1): void => {
      const next =
        direction > 0 ? marks.find((mark) => mark.seq > seq) : marks.findLast((mark) => mark.seq < seq)
      goTo(next?.seq ?? (direction > 0 ? present.seq : 1))
    },
    [marks, seq, goTo, present.seq],
  )
  useEffect(() => {
    if (!isPlaying) return
    const timer = setTimeout(() => {
      const next = marks.find((mark) => mark.seq > seq)
      if (next) return goTo(next.seq)
      past.set(undefined)
      setPlaying(false)
    }, BETWEEN)
    return () => clearTimeout(timer)
  }, [isPlaying, marks, seq, goTo, past])
  // Leaving the page for another workspace, or closing the bar, is going back to now.
  useEffect(() => () => past.set(undefined), [past])

  return {
    seq,
    last: present.seq,
    isPlaying,
    goTo(wanted) {
      setPlaying(false)
      goTo(wanted)
    },
    toNow() {
      setPlaying(false)
      past.set(undefined)
    },
    toMark(direction) {
      setPlaying(false)
      toMark(direction)
    },
    setPlaying(next) {
      if (next && !shown) goTo(marks[0]?.seq ?? 1)
      setPlaying(next)
    },
  }
}
