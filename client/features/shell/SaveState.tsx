import { CloudOff, CloudUpload, Check, LoaderCircle, Lock } from 'lucide-react'
import { useSession, useSignal } from '#client/workspace/useSession.ts'

const SAYS = {
  loading: { Icon: LoaderCircle, words: 'Loading drafts …', look: '' },
  saved: { Icon: Check, words: 'Saved', look: '' },
  saving: { Icon: CloudUpload, words: 'Saving …', look: '' },
  offline: { Icon: CloudOff, words: 'Offline: connecting again', look: 'warn' },
  unsaved: { Icon: CloudOff, words: 'Offline: your last edits are only in this window', look: 'warn' },
  refused: { Icon: Lock, words: 'Not connected: edits are not kept', look: 'bad' },
} as const

/** What is on the server's disk, said as it is. */
export function SaveState() {
  const { drafts, live } = useSession()
  const status = useSignal(drafts.status)
  const liveStatus = useSignal(live.status)
  const { Icon, words, look } = status === 'saved' && liveStatus !== 'live' ? SAYS.offline : SAYS[status]
  return (
    <span className={`badge ${look} save-state`} role="status" data-testid="save-state">
      <Icon size={13} aria-hidden className={status === 'loading' ? 'spin' : ''} />
      {words}
    </span>
  )
}
