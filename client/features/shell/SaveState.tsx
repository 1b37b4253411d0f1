import { CloudOff, CloudUpload, Check, Eye, LoaderCircle, Lock } from 'lucide-react'
import { usePresent, useSession, useSignal } from '#client/workspace/useSession.ts'
import { canWrite } from '#shared/member.ts'

const SAYS = {
  loading: { Icon: LoaderCircle, words: 'Loading drafts …', look: '' },
  saved: { Icon: Check, words: 'Saved', look: '' },
  saving: { Icon: CloudUpload, words: 'Saving …', look: '' },
  // The server keeps no draft of who may only read: nothing of theirs is ever saved.
  reading: { Icon: Eye, words: 'Drafts are read only', look: '' },
  offline: { Icon: CloudOff, words: 'Offline: connecting again', look: 'warn' },
  unsaved: { Icon: CloudOff, words: 'Offline: your last edits are only in this window', look: 'warn' },
  refused: { Icon: Lock, words: 'Not connected: edits are not kept', look: 'bad' },
} as const

/** What is on the server's disk, said as it is. */
export function SaveState() {
  const { drafts, live, me } = useSession()
  const role = usePresent().members.get(me.person.personId)?.role
  const status = useSignal(drafts.status)
  const liveStatus = useSignal(live.status)
  const isReader = role !== undefined && !canWrite(role)
  const isSettled = status === 'saved' || (isReader && status === 'saving')
  const settled = liveStatus !== 'live' ? SAYS.offline : isReader ? SAYS.reading : SAYS.saved
  const { Icon, words, look } = isSettled ? settled : SAYS[status]
  return (
    <span className={`badge ${look} save-state`} role="status" data-testid="save-state">
      <Icon size={13} aria-hidden className={status === 'loading' ? 'spin' : ''} />
      {words}
    </span>
  )
}
