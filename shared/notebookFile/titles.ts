/** What each cell is called: by its first comment, else by the heading above it, else by its first line. */
import type { NotebookCell } from '#shared/notebookFile/readNotebook.ts'

const MOST = 80

export function titlesOf(cells: readonly NotebookCell[]): readonly string[] {
  let heading = ''
  return cells.map(({ kind, source }) => {
    const lines = source.split('\n').map((line) => line.trim())
    const first = lines.find((line) => line !== '') ?? ''
    if (kind !== 'code') {
      const headed = lines.findLast((line) => /^#{1,6}\s/.test(line))
      if (kind === 'markdown' && headed) heading = headed.replace(/^#+\s*/, '')
      return cut(first.replace(/^#+\s*/, ''))
    }
    const comment = /^#\s*([^!%#\s].*)$/.exec(first)?.[1]
    const title = comment ?? (heading === '' ? first : heading)
    // A heading is of the first cell below it.
    heading = ''
    return cut(title)
  })
}

const cut = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)} …` : text)
