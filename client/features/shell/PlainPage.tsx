import type { ReactNode } from 'react'
import { Mark } from '#client/features/shell/Mark.tsx'

export function PlainPage({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <main className="plain-page">
      <Mark />
      <h1>{title}</h1>
      <div>{children}</div>
    </main>
  )
}
