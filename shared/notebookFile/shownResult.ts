/** A step hands over a result with a name; a cell that only shows something gets one for what it shows. */
import type { CellFacts } from '#shared/notebookFile/cellFacts.ts'
import type { Edit } from '#shared/notebookFile/edits.ts'
import type { NotebookSense } from '#shared/notebookFile/needs.ts'

export type ShownResult = {
  readonly output: string
  readonly edits: readonly Edit[]
  /** A last line of the step. */
  readonly last: string
  readonly says: readonly string[]
  /** It makes a value that is no table, and shows nothing. */
  readonly isValue: boolean
}

const DRAWING = /(?:^|\.)(?:plt|pyplot|sns|seaborn|ax|axes)\b|\.plot\b|\.hist$|\.boxplot$|\.imshow$/
const SHOWING = /(?:^|\.)(?:plt|pyplot)\.show$/

export function shownResultOf(
  cell: number,
  facts: CellFacts,
  sense: NotebookSense,
  outputs: readonly string[],
  free: (wanted: string) => string,
): ShownResult {
  const none = { output: '', edits: [], last: '', says: [], isValue: false }
  if (outputs.length > 0) return none
  const { statements } = facts
  const last = statements.at(-1)
  const isDrawn = statements.some(({ shows }) => shows !== null && DRAWING.test(shows.call))
  if (isDrawn) {
    const output = free(`chart_${cell + 1}`)
    const line = `import matplotlib.pyplot\n${output} = matplotlib.pyplot.gcf()`
    const says = ['What it draws becomes its result.']
    const showing = last?.shows && SHOWING.test(last.shows.call) ? last : undefined
    // Shown, a figure is closed; the last line takes it instead.
    if (showing)
      return {
        output,
        edits: [{ start: showing.start, end: showing.end, text: line }],
        last: '',
        says,
        isValue: false,
      }
    return { output, edits: [], last: line, says, isValue: false }
  }
  const after = [...(sense.definitions.get(cell)?.after.values() ?? [])].filter((one) => one.cell === cell)
  if (
    last?.shows &&
    last.changes.length === 0 &&
    !/^(?:print|display|IPython\.display\.display)$/.test(last.shows.call)
  ) {
    const output = free(`view_${cell + 1}`)
    return {
      output,
      edits: [{ start: last.start, end: last.start, text: `${output} = ` }],
      last: '',
      says: ['What its last line shows becomes its result.'],
      isValue: false,
    }
  }
  const value = after.findLast((one) => one.kind === 'work')
  if (value && value.sort !== 'group') {
    const output = free(value.name)
    return {
      output,
      edits: [],
      last: output === value.name ? '' : `${output} = ${value.name}`,
      says: [],
      isValue: true,
    }
  }
  const output = free(`shown_${cell + 1}`)
  return {
    output,
    edits: [],
    last: `${output} = 'What this step shows is kept with its run.'`,
    says: ['It hands nothing over; what it prints is kept with its run.'],
    isValue: last?.shows === null || last?.changes.length !== 0,
  }
}
