import type { ReactNode } from 'react'
import { useIsPast } from '#client/workspace/past.ts'

/** What changes something stands in here: it is gone while an earlier moment is shown. */
export function WhenNow({ children }: { readonly children: ReactNode }) {
  return useIsPast() ? null : children
}
