import { expect, it } from 'vitest'
import { understand } from '#agents/playbook/understand.ts'

it('takes a wish for a chart as said, and any other clause that it cannot read as not understood', () => {
  expect(understand('Show it as a chart.', []).unread).toEqual([])
  expect(understand('Draw me a sheep.', []).unread).toEqual(['Draw me a sheep'])
})
