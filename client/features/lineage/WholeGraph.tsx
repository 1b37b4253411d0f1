import { Waypoints } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { lazy, Suspense, useState } from 'react'
import { Button } from '#client/ui/Button.tsx'

// The explorer and its worker come with the first look at it.
const LineageExplorer = lazy(() =>
  import('#client/features/lineage/LineageExplorer.tsx').then((module) => ({
    default: module.LineageExplorer,
  })),
)

/** Opens the lineage of the whole workspace over everything else. */
export function WholeGraph() {
  const [isOpen, setOpen] = useState(false)
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <Button isSmall icon={<Waypoints size={13} />}>
          Open the whole graph
        </Button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className="dialog-shade" />
        <Radix.Content
          className="lineage-overlay"
          aria-describedby={undefined}
          onEscapeKeyDown={(event) => {
            // The first Esc in a search that has words empties it.
            const { target } = event
            if (target instanceof HTMLInputElement && target.value !== '') event.preventDefault()
          }}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            if (event.target instanceof HTMLElement) event.target.focus()
          }}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <Radix.Title className="visually-hidden">Lineage of the workspace</Radix.Title>
          <Suspense fallback={<p className="stage-note">Opening …</p>}>
            <LineageExplorer onClose={() => setOpen(false)} />
          </Suspense>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
