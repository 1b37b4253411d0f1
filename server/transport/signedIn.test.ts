/** Who a request counts as coming from, where a cookie, a token or a page could be someone else's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askRaw } from '#server/transport/testing/askRaw.ts'
import { bearer, cookie, startTransport, type Transport } from '#server/transport/testing/startTransport.ts'

let transport: Transport
beforeAll(async () => {
  transport = await startTransport()
})
afterAll(() => transport.close())

const statusOf = async (path: string, headers: Record<string, string>): Promise<number> =>
  (await askRaw(transport.port, 'GET', path, headers)).status
const me = (headers: Record<string, string>): Promise<number> => statusOf('/api/me', headers)

describe('a session', () => {
  it('of which two were sent is nobody’s: one may have been planted', async () => {
    const [ada, mallory] = [transport.signUp('Ada'), transport.signUp('Mallory')]
    expect(await me(cookie(ada))).toBe(200)
    for (const cookies of [
      [mallory, ada],
      [ada, mallory],
    ])
      expect(await me({ cookie: cookies.map((person) => cookie(person).cookie).join('; ') })).toBe(401)
  })

  it('does not make up for a token that is wrong', async () => {
    const ada = transport.signUp('Ada')
    expect(await me({ ...cookie(ada), ...bearer({ ...ada, token: 'x'.repeat(43) }) })).toBe(401)
    expect(await me({ ...cookie(ada), authorization: 'Basic YTpi' })).toBe(401)
  })

  it('ends when another person signs in with the same browser', async () => {
    const [ada, bea] = [transport.signUp('Ada'), transport.signUp('Bea')]
    const opened = { ...cookie(ada), 'sec-fetch-mode': 'navigate' }
    expect(await statusOf(`/login?token=${bea.login}`, opened)).toBe(303)
    expect(await me(cookie(ada))).toBe(401)
  })
})

describe('a page of another site', () => {
  it('does not even look with a person’s cookie', async () => {
    const ada = transport.signUp('Ada')
    for (const site of ['cross-site', 'same-site', 'anything'])
      expect(await me({ ...cookie(ada), 'sec-fetch-site': site }), site).toBe(403)
    for (const site of ['same-origin', 'none'])
      expect(await me({ ...cookie(ada), 'sec-fetch-site': site }), site).toBe(200)
    expect(await me({ ...cookie(ada), origin: 'https://evil.example', 'sec-fetch-site': 'none' })).toBe(403)
  })
})
