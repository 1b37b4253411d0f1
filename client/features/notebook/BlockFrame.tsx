import type { ReactNode } from 'react'
import { BlockComments } from '#client/features/notebook/BlockComments.tsx'
import { BlockPeople } from '#client/features/notebook/BlockPeople.tsx'
import { usePage } from '#client/workspace/page.ts'

type Props = {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly gutter?: ReactNode
  readonly children: ReactNode
}

/** The box of every block: what is selected, and where keys look for it. */
export function BlockFrame({ id, kind, name, gutter, children }: Props) {
  const { selected, select } = usePage()
  return (
    // Focus anywhere inside selects the block; nothing is done by it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      className={`block ${kind}${selected === id ? ' selected' : ''}`}
      data-block={id}
      aria-label={name}
      // The keys J and K bring the focus here, so that a screen reader says where one is.
      tabIndex={-1}
      onFocus={() => selected !== id && select(id)}
    >
      <div className="gutter">
        {gutter}
        <BlockComments id={id} />
        <BlockPeople id={id} />
      </div>
      <div className="block-body">{children}</div>
    </article>
  )
}
