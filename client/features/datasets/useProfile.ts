import { useEffect, useState } from 'react'
import { request } from '#client/connection/request.ts'
import { useSession } from '#client/workspace/useSession.ts'
import type { Digest } from '#shared/ids.ts'
import { TableProfile } from '#shared/profile.ts'

/** Undefined until it is there; a profile is a comfort, so its absence is no error. */
export function useProfile(digest: Digest | undefined): TableProfile | undefined {
  const { workspaceId } = useSession()
  const [profile, setProfile] = useState<TableProfile>()
  useEffect(() => {
    if (!digest) return
    const leaving = new AbortController()
    void request(`/api/workspaces/${workspaceId}/artifacts/${digest}`, TableProfile, {
      signal: leaving.signal,
    }).then((answer) => answer.ok && !leaving.signal.aborted && setProfile(answer.value))
    return () => leaving.abort()
  }, [workspaceId, digest])
  return profile
}
