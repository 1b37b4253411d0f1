import { describe, expect, it } from 'vitest'
import { MOST_NOTEBOOK_CELLS, readNotebook } from '#shared/notebookFile/readNotebook.ts'
import { HOSTILE, notebookText, TANGLED } from '#shared/notebookFile/testing/notebooks.ts'

const refusedFor = (text: string): string => {
  const read = readNotebook(text)
  return read.ok ? 'read' : read.error
}

describe('a file that is brought as a notebook', () => {
  it('is read with its cells, the numbers of their runs, and none of its outputs', () => {
    const read = readNotebook(TANGLED)
    expect(read.ok && read.value.map(({ executionCount }) => executionCount)).toEqual([
      1,
      2,
      9,
      4,
      7,
      10,
      6,
      11,
      null,
    ])
    const hostile = readNotebook(HOSTILE)
    expect(hostile.ok && hostile.value[1]).toEqual({
      kind: 'code',
      source: "print('\u202E gnp')\n",
      executionCount: 1,
      outputs: 2,
      attachments: 0,
    })
    expect('polluted' in {}).toBe(false)
  })

  it.each([
    ['{"nbformat": 4, "cells": [', 'can’t be read as JSON'],
    ['[1, 2]', 'no Jupyter notebook'],
    ['{"nbformat": 3, "worksheets": []}', 'jupyter nbconvert --to notebook --nbformat 4'],
    ['{"nbformat": 5, "cells": []}', 'only 4 is known'],
    ['{"nbformat": 4}', 'no list of cells'],
    ['{"nbformat": 4, "cells": [{"cell_type": "code"}]}', 'Cell 1 of this notebook can’t be read'],
    ['{"nbformat": 4, "cells": [], "metadata": {"language_info": {"name": "R"}}}', 'written in r'],
    [`{"nbformat": 4, "cells": [], "x": ${'['.repeat(200_000)}`, 'can’t be read as JSON'],
  ])('is refused in words where it is %s', (text, words) => {
    expect(refusedFor(text)).toContain(words)
  })

  it('is refused when it has more cells than a page holds', () => {
    const many = notebookText(Array.from({ length: 100_000 }, () => ({ code: 'x = 1' })))
    expect(refusedFor(many)).toContain(`100000 cells, and up to ${MOST_NOTEBOOK_CELLS} are taken`)
  })

  it('may be nested as deep as it likes in what is not read', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(refusedFor(`{"nbformat": 4, "cells": [], "metadata": {"x": ${deep}}}`)).toBe('read')
  })
})
