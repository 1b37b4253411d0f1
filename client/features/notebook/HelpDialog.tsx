import { Dialog } from '#client/ui/Dialog.tsx'

const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl/Cmd + Enter', 'Run and stay'],
  ['Shift + Enter', 'Run and go on'],
  ['E A', 'Run all stale steps'],
  ['I I', 'Stop the run of a step'],
  ['Esc / Enter', 'Leave / enter the editor'],
  ['J / K', 'Next / previous block'],
  ['A / B', 'Insert SQL above / below'],
  ['D D', 'Delete the draft of a block'],
  ['Z / Shift + Z', 'Undo / redo a block action'],
  ['Alt + Shift + ↑ / ↓', 'Move a block'],
  ['N', 'Next proposal that waits'],
  ['Shift + A', 'Approve (in a review card)'],
  ['Shift + E', 'Edit and approve (in a review card)'],
  ['Shift + C', 'Request changes (in a review card)'],
  ['Shift + R', 'Reject (in a review card)'],
  ['Ctrl/Cmd + Shift + E', 'Ask the agent about a step'],
  ['Shift + Alt + F', 'Format the code (in an editor)'],
  ['?', 'This list'],
]

export function HelpDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keys">
      <dl className="keys">
        {KEYS.map(([keys, act]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{act}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">Approve is never on a key that runs, so nobody approves by running.</p>
    </Dialog>
  )
}
