import { X } from 'lucide-react'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { helpShown } from '#client/workspace/helpShown.ts'
import {
  BLOCK_KEYS,
  CANVAS_KEYS,
  EDITOR_KEYS,
  printed,
  REVIEW_KEYS,
  RUN_KEYS,
  WINDOW_KEYS,
} from '#client/workspace/keys.ts'
import { useSignal } from '#client/workspace/useSession.ts'

const GROUPS = [
  { name: 'The selected block', lines: BLOCK_KEYS },
  { name: 'Run', lines: RUN_KEYS },
  { name: 'In an editor', lines: EDITOR_KEYS },
  { name: 'In a review card', lines: REVIEW_KEYS },
  { name: 'Everywhere', lines: WINDOW_KEYS },
  { name: 'On the canvas', lines: CANVAS_KEYS },
] as const

const close = (): void => helpShown.set(false)

export function HelpDialog() {
  const isOpen = useSignal(helpShown)
  return (
    <Dialog isOpen={isOpen} onClose={close} title="Keys" isWide>
      <div className="keys-head">
        <p className="muted">
          Letters are keys outside of editors and fields only: Esc leaves one, Enter goes back. Approve is
          never on a key that runs, so nobody approves by running.
        </p>
        <Button isSmall look="quiet" icon={<X size={14} />} label="Close" onClick={close} />
      </div>
      <div className="key-groups">
        {GROUPS.map(({ name, lines }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl className="keys">
              {lines.map(({ act, keys, says }) => (
                <div key={act}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{printed(key)}</kbd>
                    ))}
                  </dt>
                  <dd>{says}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
