import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Digest } from '#shared/ids.ts'
import { verifyFile } from '#server/cli/verifyFile.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'

const Manifest = z.looseObject({ artifacts: z.array(z.strictObject({ digest: Digest, bytes: z.int() })) })

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

const dataset = () => {
  const [one] = app.state().datasets.values()
  if (!one) throw new Error('no dataset')
  return one
}

describe('the audit bundle', () => {
  it('holds every version of a dataset that the ledger names, also one that no run used, and is verified', async () => {
    await app.upload('orders.csv', 'id,amount\n1,10\n2,20\n')
    const { datasetId, current: first } = dataset()
    const path = `/api/workspaces/${app.workspaceId}`
    const types = { amount: 'VARCHAR' }
    expect(await app.owner.request('POST', `${path}/datasets/${datasetId}/types`, { types })).toMatchObject({
      status: 200,
    })
    expect(dataset().current.digest).not.toBe(first.digest)
    await app.owner.send({ type: 'RemoveDataset', data: { datasetId } })
    const headers = { authorization: `Bearer ${app.owner.token}` }
    const response = await fetch(`${app.server.address}${path}/bundle`, { headers })
    const bundle = Buffer.from(await response.arrayBuffer())
    expect(bundle.includes(`artifacts/${first.digest}`)).toBe(true)
    expect(bundle.includes(`artifacts/${first.profile}`)).toBe(true)
    // What the bundle holds, a member also gets by its name: of a version that nothing used, of a dataset that is gone.
    const manifest = Manifest.parse(JSON.parse(bundle.toString('utf8', 512, bundle.indexOf('\0', 512))))
    expect(manifest.artifacts.map(({ digest }) => digest)).toContain(first.digest)
    for (const { digest, bytes } of manifest.artifacts) {
      const got = await fetch(`${app.server.address}${path}/artifacts/${digest}`, { headers })
      expect(got.status, digest).toBe(200)
      expect((await got.arrayBuffer()).byteLength).toBe(bytes)
    }
    const rows = await fetch(`${app.server.address}${path}/artifacts/${first.digest}/rows`, { headers })
    expect(rows.status).toBe(200)
    const file = join(app.folder, 'bundle.tar')
    await writeFile(file, bundle)
    const { ok, text } = await verifyFile(file)
    expect(text).toContain('artifacts have the bytes of their names')
    expect(text).not.toContain('missing')
    expect(ok).toBe(true)
  })
})
