import type { ReactNode } from 'react'
import { useMay } from '#client/workspace/may.ts'
import type { CommandType } from '#shared/command.ts'

type Props = { readonly ask: CommandType; readonly children: ReactNode }

/** What asks for something stands in here: it is gone for who may not ask for it, and while an earlier moment is shown. */
export function WhenMay({ ask, children }: Props) {
  return useMay(ask) ? children : null
}
