import { expect, it } from 'vitest'
import { createPageCache, PAGE_ROWS } from '#client/features/grid/pageCache.ts'
import { err, ok } from '#shared/result.ts'

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

function open(mostPages = 3) {
  const asked: number[] = []
  const problems: string[] = []
  const cache = createPageCache(
    async (offset, limit) => {
      asked.push(offset / PAGE_ROWS)
      if (offset >= 100 * PAGE_ROWS) return err({ code: 'gone', detail: 'gone' })
      const rows = Array.from({ length: limit }, (_, at) => [String(offset + at)])
      return ok({ schema: [{ name: 'n', type: 'BIGINT' }], total: 1_000_000, offset, rows })
    },
    { onPage: () => undefined, onProblem: ({ code }) => problems.push(code) },
    mostPages,
  )
  return { cache, asked, problems }
}

it('asks once for each page that is on screen', async () => {
  const { cache, asked } = open()
  cache.want(0, PAGE_ROWS)
  cache.want(10, 20)
  await settled()
  cache.want(0, 5)
  expect(asked).toEqual([0, 1])
  expect(cache.row(PAGE_ROWS)).toEqual([String(PAGE_ROWS)])
  expect(cache.row(2 * PAGE_ROWS)).toBeUndefined()
})

it('forgets the pages that were not looked at for longest, and no others', async () => {
  const { cache } = open(2)
  for (const page of [0, 1, 0, 2]) {
    cache.want(page * PAGE_ROWS, page * PAGE_ROWS)
    await settled()
  }
  expect([0, 1, 2].map((page) => cache.row(page * PAGE_ROWS) !== undefined)).toEqual([true, false, true])
})

it('says what went wrong, and asks again when it is wanted again', async () => {
  const { cache, asked, problems } = open()
  cache.want(100 * PAGE_ROWS, 100 * PAGE_ROWS)
  await settled()
  cache.want(100 * PAGE_ROWS, 100 * PAGE_ROWS)
  await settled()
  expect(problems).toEqual(['gone', 'gone'])
  expect(asked).toEqual([100, 100])
})

it('asks for what is on screen now, not for all that was passed on the way', async () => {
  const { cache, asked } = open()
  for (let page = 0; page < 50; page += 1) cache.want(page * PAGE_ROWS, page * PAGE_ROWS)
  await settled()
  await settled()
  expect(asked).toEqual([0, 1, 49])
})
