import { memo, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { AddBlock } from '#client/features/notebook/AddBlock.tsx'
import { BlockView, type BlockProps } from '#client/features/notebook/BlockView.tsx'
import { watchNearness } from '#client/features/notebook/nearness.ts'
import { copyOf } from '#client/workspace/blockCopy.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { blockTitleOf } from '#client/workspace/blockTitle.ts'
import { usePage } from '#client/workspace/page.ts'
import { useSession } from '#client/workspace/useSession.ts'
import { WhenMay } from '#client/workspace/WhenMay.tsx'

type Props = BlockProps & {
  readonly isDropTarget: boolean
  /** Drawn before anything was said of what is near. */
  readonly isFirst: boolean
  /** Of a long page: given up when it is far. */
  readonly mayRest: boolean
}

/** A block where it is near; elsewhere its place, its name and its words, so that all of it can be searched and gone to. */
export const BlockPlace = memo(function BlockPlace({
  isDropTarget,
  isFirst,
  mayRest,
  ...props
}: Props): ReactNode {
  const { block, acts } = props
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(isFirst)
  const [height, setHeight] = useState<number>()
  const hadFocus = useRef(false)
  useEffect(() => {
    const element = place.current
    if (!element || !mayRest) return undefined
    return watchNearness(element, (near) => {
      // An editor holds what its person may undo.
      if (!near && element.querySelector('.monaco-editor, :focus')) return
      if (!near) setHeight(element.getBoundingClientRect().height)
      hadFocus.current = near && element.querySelector('[data-far]:focus') !== null
      setNear(near)
    })
  }, [mayRest])
  useLayoutEffect(() => {
    if (!isNear || !hadFocus.current) return
    hadFocus.current = false
    place.current?.querySelector<HTMLElement>('[data-block]')?.focus({ preventScroll: true })
  }, [isNear])
  return (
    <div ref={place} className={isDropTarget ? 'place drop-before' : 'place'}>
      {isNear ? (
        <>
          <BlockView {...props} />
          <WhenMay ask="ProposeStep">
            <AddBlock onAdd={(kind) => acts.insert(kind, block.id)} isShown={props.next === undefined} />
          </WhenMay>
        </>
      ) : (
        <FarBlock block={block} height={height} />
      )}
    </div>
  )
})

const LINE = 20
const REST = 150

function FarBlock({ block, height }: { readonly block: Block; readonly height: number | undefined }) {
  const { fold } = useSession()
  const { selection, select } = usePage()
  const state = fold.state()
  const text = copyOf(block, state)?.text ?? ''
  return (
    <article
      className="block far"
      data-block={block.id}
      data-far
      aria-label={blockTitleOf(state, block.id)}
      tabIndex={-1}
      style={{ height: height ?? REST + LINE * text.split('\n').length }}
      onFocus={() => selection.get() !== block.id && select(block.id)}
    >
      <h3>{blockTitleOf(state, block.id)}</h3>
      <pre>{text}</pre>
    </article>
  )
}
