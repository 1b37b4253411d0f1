/** What is painted for each block that stands by itself or in a group, and for each group around its steps. */
import type { Box } from '#client/features/canvas/boxes.ts'
import { cardWordsOf } from '#client/features/canvas/cardWords.ts'
import { signOf, type ICONS } from '#client/features/canvas/icons.ts'
import { lookOf } from '#client/features/notebook/StatusBadge.tsx'
import { visibleText } from '#client/ui/visibleText.ts'
import type { StepStatus } from '#client/workspace/stepStatus.ts'

export type Card = Pick<Box, 'x' | 'y' | 'width' | 'height'> & {
  readonly kind: 'frame' | 'step' | 'objective' | 'dataset' | 'constraint' | 'note'
  readonly sign: keyof typeof ICONS
  /** As drawn: nothing in it hides. */
  readonly title: string
  readonly status: StepStatus | undefined
  /** The colour of the state. */
  readonly look: string
  readonly isWaiting: boolean
  readonly isFolded: boolean
  readonly isSelected: boolean
  /** Something else is looked at, with which it has nothing to do. */
  readonly isBack: boolean
}

const LONGEST = 160

export function cardsOf(boxes: readonly Box[]): readonly Card[] {
  const isAnyPicked = boxes.some(({ node }) => node.selected)
  return boxes.map(({ node, x, y, width, height }) => {
    const { face } = node.data
    const { title, status } = cardWordsOf(face, face.draft?.toJSON() ?? '')
    const isFrame = node.type === 'frame'
    return {
      x,
      y,
      width,
      height,
      kind: isFrame ? 'frame' : face.kind,
      sign: signOf(face),
      title: shownOf(isFrame ? (title.split('\n', 1)[0] ?? '') : title),
      status,
      look: status ? lookOf(status) : '',
      isWaiting: face.kind === 'step' && face.isWaiting,
      isFolded: node.type === 'entry' && node.data.isCollapsed,
      isSelected: node.selected === true,
      isBack: isAnyPicked && node.className !== 'lit',
    }
  })
}

const shownOf = (title: string): string =>
  visibleText(title.slice(0, LONGEST))
    .map((piece) => piece.text)
    .join('')
