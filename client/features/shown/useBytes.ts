/** The bytes of an artifact, or why they can't be had. */
import { useEffect, useState } from 'react'
import { problemOf, UNREACHABLE } from '#client/connection/problem.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** Undefined until there is an answer. */
export function useBytes(path: string): Result<ArrayBuffer, string> | undefined {
  const [read, setRead] = useState<Result<ArrayBuffer, string>>()
  useEffect(() => {
    const asking = new AbortController()
    const ask = async (): Promise<Result<ArrayBuffer, string>> => {
      const answer = await fetch(path, { signal: asking.signal })
      if (answer.ok) return ok(await answer.arrayBuffer())
      const said: unknown = await answer.json().catch(() => undefined)
      return err(problemOf(said).detail)
    }
    ask()
      .catch(() => err(UNREACHABLE.detail))
      .then((answer) => {
        if (!asking.signal.aborted) setRead(answer)
      })
      .catch(() => undefined)
    return () => asking.abort()
  }, [path])
  return read
}
