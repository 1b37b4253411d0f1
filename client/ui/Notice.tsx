import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

type Look = 'plain' | 'good' | 'warn' | 'bad'
const ICONS = { plain: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const

export function Notice({ look = 'plain', children }: { readonly look?: Look; readonly children: ReactNode }) {
  const Icon = ICONS[look]
  return (
    <div className={`notice ${look}`} role={look === 'bad' ? 'alert' : 'note'}>
      <Icon size={15} aria-hidden />
      <div className="grow">{children}</div>
    </div>
  )
}
