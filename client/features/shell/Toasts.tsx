import '#client/features/shell/toasts.css'
import { X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { Visible } from '#client/ui/Visible.tsx'
import { toasts, unsay } from '#client/workspace/toasts.ts'
import { useSignal } from '#client/workspace/useSession.ts'

const SHOWN_FOR = 6_000

/** At the foot of the window; a screen reader says them, F8 leads to them. */
export function Toasts() {
  const list = useSignal(toasts)
  return (
    <Toast.Provider duration={SHOWN_FOR} swipeDirection="down" label="Message">
      {list.map(({ key, words, act }) => (
        <Toast.Root key={key} className="toast" onOpenChange={(isOpen) => !isOpen && unsay(key)}>
          <Toast.Description>
            <Visible text={words} />
          </Toast.Description>
          {act && (
            <Toast.Action className="button small" altText={act.label} onClick={act.run}>
              {act.label}
            </Toast.Action>
          )}
          <Toast.Close className="button quiet icon small" aria-label="Dismiss">
            <X size={13} aria-hidden />
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className="toasts" />
    </Toast.Provider>
  )
}
