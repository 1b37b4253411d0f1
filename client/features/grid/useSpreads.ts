import { useEffect, useRef, useState } from 'react'
import { askSpread, type ColumnSpread } from '#client/connection/columnSpread.ts'
import { useSession } from '#client/workspace/useSession.ts'
import type { Digest } from '#shared/ids.ts'

const REST_MS = 150

/** The spreads of these columns, one asked for after the other, once the reader rests on them; rows come first. */
export function useSpreads(
  artifact: Digest,
  columns: readonly string[],
  isReady: boolean,
): ReadonlyMap<string, ColumnSpread> {
  const { workspaceId } = useSession()
  const [spreads, setSpreads] = useState<ReadonlyMap<string, ColumnSpread>>(new Map())
  const asked = useRef(new Set<string>())
  const names = JSON.stringify(columns)
  const wanted = useRef(columns)
  wanted.current = columns
  useEffect(() => {
    if (!isReady) return
    let isGone = false
    const askAll = async (): Promise<void> => {
      for (const name of wanted.current) {
        if (isGone) return
        if (asked.current.has(name)) continue
        asked.current.add(name)
        const answer = await askSpread(workspaceId, artifact, name)
        // A head without its sketch is whole; the rows below say what is wrong with the table.
        if (answer.ok) setSpreads((before) => new Map(before).set(name, answer.value))
      }
    }
    const timer = setTimeout(() => void askAll(), REST_MS)
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [workspaceId, artifact, names, isReady])
  return spreads
}
