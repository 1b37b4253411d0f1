import { useEffect, useMemo, useReducer } from 'react'
import { layoutOf, placesIn, type Places } from '#client/workspace/layout.ts'
import { useSession } from '#client/workspace/useSession.ts'

/** Places that anybody gave by hand, as they are now. */
export function usePlaces(): Places {
  const { doc } = useSession()
  const [version, bump] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    const layout = layoutOf(doc)
    layout.observe(bump)
    return () => layout.unobserve(bump)
  }, [doc])
  // eslint-disable-next-line react-hooks/exhaustive-deps -- `version` stands for the document's content
  return useMemo(() => placesIn(doc), [doc, version])
}
