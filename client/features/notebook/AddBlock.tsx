import { BarChart3, Code2, Database, Plus, ShieldCheck, StickyNote, Target } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { BlockKind } from '#client/workspace/useBlockActs.ts'

const KINDS = [
  { kind: 'objective', Icon: Target, name: 'Objective', hint: 'what you want to know' },
  { kind: 'sql', Icon: Database, name: 'SQL', hint: 'a step of your own' },
  { kind: 'python', Icon: Code2, name: 'Python', hint: 'from data frames to a result' },
  { kind: 'chart', Icon: BarChart3, name: 'Chart', hint: 'draws a result' },
  { kind: 'constraint', Icon: ShieldCheck, name: 'Constraint', hint: 'what must hold' },
  { kind: 'note', Icon: StickyNote, name: 'Note', hint: 'words' },
] as const

type Props = {
  readonly onAdd: (kind: BlockKind) => void
  /** Also where the pointer is not: with words, at the ends of the page. */
  readonly isShown: boolean
}

export function AddBlock({ onAdd, isShown }: Props) {
  return (
    <div className={isShown ? 'add-block always' : 'add-block'}>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger
          className="add-button"
          aria-label="Add block"
          title="Add block (A above, B below)"
        >
          <Plus size={14} aria-hidden />
          {isShown && 'Add block'}
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" onCloseAutoFocus={(event) => event.preventDefault()}>
            {KINDS.map(({ kind, Icon, name, hint }) => (
              <DropdownMenu.Item key={kind} className="menu-line" onSelect={() => onAdd(kind)}>
                <Icon size={15} aria-hidden />
                {name}
                <small>{hint}</small>
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </div>
  )
}
