import { describe, expect, it } from 'vitest'
import { latestOnly } from '#server/workspace/latestOnly.ts'

describe('a line of which only the latest is wanted', () => {
  it('asks one at a time, drops those that a later one overtook, and keeps keys apart', async () => {
    const line = latestOnly()
    const asked: string[] = []
    let finish = (): void => undefined
    const ask = (key: string, name: string) =>
      line(key, () => {
        asked.push(name)
        return new Promise<string>((resolve) => {
          finish = () => resolve(name)
        })
      })
    const first = ask('ada', 'first')
    const finishFirst = finish
    const second = ask('ada', 'second')
    const third = ask('ada', 'third')
    expect(await second).toBeUndefined()
    expect(asked).toEqual(['first'])
    void ask('rosa', 'hers')
    expect(asked).toEqual(['first', 'hers'])
    finishFirst()
    expect(await first).toBe('first')
    await expect.poll(() => asked).toEqual(['first', 'hers', 'third'])
    finish()
    expect(await third).toBe('third')
  })

  it('goes on after one that failed', async () => {
    const line = latestOnly()
    const failed = line('ada', () => Promise.reject(new Error('no')))
    const next = line('ada', () => Promise.resolve('yes'))
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })
})
