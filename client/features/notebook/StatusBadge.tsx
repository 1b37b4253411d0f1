import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  CirclePause,
  CircleX,
  Clock,
  Eye,
  History,
  LoaderCircle,
  MessageSquareReply,
  PencilLine,
  ScanSearch,
  TriangleAlert,
} from 'lucide-react'
import type { StepStatus } from '#client/workspace/stepStatus.ts'

const SAYS = {
  draft: { Icon: PencilLine, words: 'draft', look: '' },
  proposed: { Icon: ScanSearch, words: 'being checked', look: 'accent' },
  blocked: { Icon: Ban, words: 'blocked', look: 'bad' },
  'in-review': { Icon: Eye, words: 'in review', look: 'accent' },
  'changes-requested': { Icon: MessageSquareReply, words: 'changes requested', look: 'warn' },
  rejected: { Icon: CircleX, words: 'rejected', look: 'bad' },
  withdrawn: { Icon: CircleX, words: 'withdrawn', look: '' },
  expired: { Icon: Clock, words: 'approval expired', look: 'warn' },
  revoked: { Icon: CircleX, words: 'approval revoked', look: 'warn' },
  voided: { Icon: CircleX, words: 'approval void', look: 'warn' },
  queued: { Icon: Clock, words: 'approved, waits', look: 'accent' },
  running: { Icon: LoaderCircle, words: 'running', look: 'accent' },
  succeeded: { Icon: CircleCheck, words: 'succeeded', look: 'good' },
  stale: { Icon: History, words: 'stale', look: 'warn' },
  disputed: { Icon: TriangleAlert, words: 'disputed', look: 'warn' },
  failed: { Icon: CircleAlert, words: 'failed', look: 'bad' },
  halted: { Icon: CirclePause, words: 'halted', look: 'warn' },
  indeterminate: { Icon: CircleHelp, words: 'outcome unknown', look: 'warn' },
} as const satisfies Record<StepStatus, unknown>

/** The colour that goes with the words, for places with no room for words. */
export const lookOf = (status: StepStatus): string => SAYS[status].look

type Props = { readonly status: StepStatus; readonly isShort?: boolean }

export function StatusBadge({ status, isShort = false }: Props) {
  const { Icon, words, look } = SAYS[status]
  if (isShort)
    return (
      <span className={`badge short ${look}`} role="img" aria-label={words} title={words}>
        <Icon size={13} aria-hidden className={status === 'running' ? 'spin' : ''} />
      </span>
    )
  return (
    <span className={`badge ${look}`} data-testid="step-status">
      <Icon size={13} aria-hidden className={status === 'running' ? 'spin' : ''} />
      {words}
    </span>
  )
}
