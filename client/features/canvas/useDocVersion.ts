import { useEffect, useReducer } from 'react'
import { useSession } from '#client/workspace/useSession.ts'

/** Another number after each frame in which anybody typed anything. */
export function useDocVersion(): number {
  const { doc } = useSession()
  const [version, bump] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    let frame = 0
    const soon = (): void => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(bump)
    }
    doc.on('update', soon)
    return () => {
      doc.off('update', soon)
      cancelAnimationFrame(frame)
    }
  }, [doc])
  return version
}
