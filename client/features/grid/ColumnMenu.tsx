import { ChevronDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import type { PageFilter } from '#client/connection/tablePage.ts'
import { Button } from '#client/ui/Button.tsx'

type Props = {
  readonly column: string
  readonly filter: PageFilter | undefined
  readonly onFilter: (filter: PageFilter | undefined) => void
  readonly onOrigin: (() => void) | undefined
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  /** Where the focus goes when it closes. */
  readonly onClosed: () => void
}

const OPS = ['contains', '=', '!=', '<', '<=', '>', '>=', 'starts-with', 'is-null', 'is-not-null'] as const
type Op = (typeof OPS)[number]
const WORDS: Readonly<Record<Op, string>> = {
  contains: 'contains',
  '=': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
  'starts-with': 'starts with',
  'is-null': 'is null',
  'is-not-null': 'is not null',
}

export function ColumnMenu({ column, filter, onFilter, onOrigin, isOpen, onOpen, onClosed }: Props) {
  const [op, setOp] = useState<Op>(filter?.op ?? 'contains')
  const [value, setValue] = useState(filter && 'value' in filter ? filter.value : '')
  const isUnary = op === 'is-null' || op === 'is-not-null'
  return (
    <Popover.Root open={isOpen} onOpenChange={onOpen}>
      <Popover.Trigger className="head-menu" tabIndex={-1} aria-label={`Filter and origin of ${column}`}>
        <ChevronDown size={13} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu column-menu"
          align="end"
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onClosed()
          }}
        >
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault()
              onFilter(isUnary ? { op, column } : { op, column, value })
              onOpen(false)
            }}
          >
            <select
              className="field"
              aria-label="Condition"
              value={op}
              onChange={(event) => setOp(OPS.find((one) => one === event.target.value) ?? 'contains')}
            >
              {OPS.map((one) => (
                <option key={one} value={one}>
                  {column} {WORDS[one]}
                </option>
              ))}
            </select>
            {!isUnary && (
              <input
                className="field"
                aria-label="Value"
                value={value}
                onChange={(event) => setValue(event.target.value)}
              />
            )}
            <div className="actions">
              <Button type="submit" isSmall look="primary">
                Filter
              </Button>
              {filter && (
                <Button
                  isSmall
                  onClick={() => {
                    onFilter(undefined)
                    onOpen(false)
                  }}
                >
                  Show all
                </Button>
              )}
            </div>
          </form>
          {onOrigin && (
            <Button
              isSmall
              look="quiet"
              onClick={() => {
                onOpen(false)
                onOrigin()
              }}
            >
              Where does this column come from?
            </Button>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
