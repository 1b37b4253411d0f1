import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import { useRef } from 'react'
import '#client/features/shell/palette.css'
import { Visible } from '#client/ui/Visible.tsx'

export type PaletteEntry = {
  readonly id: string
  readonly group: 'Act' | 'Show' | 'Go to'
  readonly name: string
  readonly keys?: string
  readonly run: () => void
}

type Props = {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly entries: readonly PaletteEntry[]
}

const GROUPS = ['Act', 'Show', 'Go to'] as const

/** Everything that can be done and everywhere one can go, by name; each with its key, so that the key is learnt. */
/** Each word stands in it somewhere: letters strewn over a line are no match that anybody meant. */
const holdsWords = (line: string, typed: string): number => {
  const [within, words] = [line.toLowerCase(), typed.toLowerCase().split(/\s+/)]
  if (!words.every((word) => within.includes(word))) return 0
  return within.includes(typed.trim().toLowerCase()) ? 1 : 0.5
}

export function CommandPalette({ isOpen, onClose, entries }: Props) {
  const chosen = useRef<() => void>(undefined)
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-shade" />
        <Dialog.Content
          className="palette"
          aria-label="Command palette"
          aria-describedby={undefined}
          // Done once the focus is back where it was, as what is done may move it.
          onCloseAutoFocus={() => queueMicrotask(() => chosen.current?.())}
        >
          <Dialog.Title className="visually-hidden">Command palette</Dialog.Title>
          <Command label="Command palette" loop filter={holdsWords}>
            <Command.Input className="palette-input" placeholder="What do you want to do, or where to go?" />
            <Command.List className="palette-list">
              <Command.Empty className="muted palette-empty">Nothing is called that.</Command.Empty>
              {GROUPS.map((group) => {
                const lines = entries.filter((entry) => entry.group === group)
                return (
                  lines.length > 0 && (
                    <Command.Group key={group} heading={group}>
                      {lines.map(({ id, name, keys, run }) => (
                        <Command.Item
                          key={id}
                          value={`${name} ${id}`}
                          onSelect={() => {
                            chosen.current = run
                            onClose()
                          }}
                        >
                          <span className="words">
                            <Visible text={name} />
                          </span>
                          {keys && <kbd>{keys}</kbd>}
                        </Command.Item>
                      ))}
                    </Command.Group>
                  )
                )
              })}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
