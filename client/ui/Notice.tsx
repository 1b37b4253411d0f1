import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Visible } from '#client/ui/Visible.tsx'

type Look = 'plain' | 'good' | 'warn' | 'bad'
const ICONS = { plain: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const

export function Notice({ look = 'plain', children }: { readonly look?: Look; readonly children: ReactNode }) {
  const Icon = ICONS[look]
  return (
    <div className={`notice ${look}`} role={look === 'bad' ? 'alert' : 'note'}>
      <Icon size={15} aria-hidden />
      {/* Words from elsewhere may come as they are. */}
      <div className="grow">{typeof children === 'string' ? <Visible text={children} /> : children}</div>
    </div>
  )
}
