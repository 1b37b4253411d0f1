import {
  BarChart3,
  Code2,
  Database,
  Package,
  ShieldCheck,
  StickyNote,
  Target,
  type LucideIcon,
} from 'lucide-react'
import type { Face } from '#client/features/canvas/faces.ts'

export const ICONS = {
  sql: Code2,
  python: Code2,
  chart: BarChart3,
  packages: Package,
  objective: Target,
  dataset: Database,
  constraint: ShieldCheck,
  note: StickyNote,
} as const satisfies Record<string, LucideIcon>

/** The sign of what a face is: of a step, its language's. */
export const signOf = (face: Face): keyof typeof ICONS => (face.kind === 'step' ? face.language : face.kind)
