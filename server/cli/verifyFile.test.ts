import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestOf } from '#shared/digest.ts'
import type { StoredEntry } from '#shared/ledger/entry.ts'
import { chainOf, edited, relinked } from '#shared/ledger/testing/chains.ts'
import { verifyFile } from '#server/cli/verifyFile.ts'
import { tarHeader, tarOf } from '#server/transport/tar.ts'

const CHAIN = chainOf(5)
const head = CHAIN.at(-1)
const HEAD = `5:${head?.leaf ?? ''}`
const lineOf = ({ seq, leaf, body }: StoredEntry): string => `${JSON.stringify({ seq, leaf, body })}\n`
const linesOf = (entries: readonly StoredEntry[]): string => entries.map(lineOf).join('')
const forged = CHAIN.map((stored) => (stored.seq === 3 ? edited(stored, { text: 'forged' }) : stored))

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'verify-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function fileOf(content: string | Uint8Array): string {
  const path = join(folder, 'record')
  writeFileSync(path, content)
  return path
}

describe('lines of entries', () => {
  it('are said to be whole when they end at the checkpoint', async () => {
    const { ok, text } = await verifyFile(fileOf(linesOf(CHAIN)), HEAD)
    expect(ok).toBe(true)
    expect(text).toContain('5 entries')
    expect(text).toContain(`Head: ${HEAD}`)
    expect(text).toContain('complete up to the checkpoint')
  })

  it('are not said to be whole without a checkpoint', async () => {
    const { ok, text } = await verifyFile(fileOf(linesOf(CHAIN.slice(0, 4))))
    expect(ok).toBe(true)
    expect(text).toContain('not provable that nothing was cut off')
  })

  it.each([
    ['edited', linesOf(forged), 'First bad entry: 3.'],
    ['rewritten as a whole', linesOf(relinked(forged)), 'First bad entry: 5.'],
    ['cut off between entries', linesOf(CHAIN.slice(0, 3)), 'First bad entry: 4.'],
    ['cut off within an entry', linesOf(CHAIN).slice(0, -40), 'line 5 is cut off'],
    ['without its second', linesOf(CHAIN.toSpliced(1, 1)), 'First bad entry: 2.'],
    ['followed by nonsense', `${linesOf(CHAIN)}nonsense\n`, 'line 6 is not JSON'],
    ['with a blank line', `${linesOf(CHAIN.slice(0, 2))}\n${linesOf(CHAIN.slice(2))}`, 'line 3 is not JSON'],
    ['empty', '', 'entry 5 was noted outside'],
    ['with a line of 20 MB', `${linesOf(CHAIN.slice(0, 1))}${'x'.repeat(20_000_000)}`, 'line 2 is longer'],
    ['deep', `${'['.repeat(3_000_000)}\n`, 'line 1 is not'],
    [
      'with a deep body',
      lineOf({ seq: 1, leaf: digestOf(`\0${'['.repeat(500_000)}`), body: '['.repeat(500_000) }),
      'nested deeper',
    ],
    [
      'not UTF-8',
      Buffer.concat([Buffer.from(linesOf(CHAIN)), Buffer.from([0xff, 0x0a])]),
      'line 6 is not JSON',
    ],
    ['with more keys', `{"__proto__":{"ok":true},${linesOf(CHAIN.slice(0, 1)).slice(1)}`, 'line 1 is not {'],
  ])('are refused, in words, when %s', async (_, content, why) => {
    const { ok, text } = await verifyFile(fileOf(content), HEAD)
    expect(text).toContain(why)
    expect(ok).toBe(false)
  })

  it.each(['5', `x:${head?.leaf ?? ''}`, `0:${head?.leaf ?? ''}`, `${HEAD}0`])(
    'are not checked against %s, which is no checkpoint',
    async (checkpoint) => {
      expect(await verifyFile(fileOf(linesOf(CHAIN)), checkpoint)).toMatchObject({ ok: false })
    },
  )
})

const ARTIFACT = 'amount\n12.50\n'
const manifest = {
  format: 'countersign-bundle-1',
  version: '1.0.0',
  head: { seq: 5, leaf: head?.leaf },
  artifacts: [{ digest: digestOf(ARTIFACT), bytes: ARTIFACT.length }],
  missing: [],
}
const FILES: readonly (readonly [string, string])[] = [
  ['manifest.json', JSON.stringify(manifest)],
  ['entries.ndjson', linesOf(CHAIN)],
  [`artifacts/${digestOf(ARTIFACT)}`, ARTIFACT],
]

async function bundleOf(files: readonly (readonly [string, string])[]): Promise<Buffer> {
  const parts: Buffer[] = []
  const described = files.map(([name, text]) => ({
    name,
    size: Buffer.byteLength(text),
    content: () => Promise.resolve([text]),
  }))
  for await (const part of tarOf(described)) parts.push(part)
  return Buffer.concat(parts)
}

describe('an audit bundle', () => {
  it('is whole when its entries fit and every artifact has the bytes of its name', async () => {
    const { ok, text } = await verifyFile(fileOf(await bundleOf(FILES)), HEAD)
    expect(text).toContain('1 artifacts have the bytes of their names')
    expect(text).toContain(`Head: ${HEAD}`)
    expect(ok).toBe(true)
  })

  it.each([
    ['an edited entry', FILES.with(1, ['entries.ndjson', linesOf(forged)]), 'First bad entry: 3.'],
    ['no entries', FILES.toSpliced(1, 1), 'no entries.ndjson'],
    ['no manifest', FILES.toSpliced(0, 1), 'no manifest.json'],
    ['a manifest that is too old', FILES.with(1, ['entries.ndjson', linesOf(chainOf(6))]), 'another head'],
    ['an artifact missing', FILES.slice(0, 2), 'is not in it'],
    [
      'an artifact changed',
      FILES.with(2, [`artifacts/${digestOf(ARTIFACT)}`, 'other']),
      'not the bytes of its name',
    ],
    ['entries twice', [...FILES, ['entries.ndjson', linesOf(forged)]], 'twice'],
    ['a name that leads upwards', [...FILES, ['../../escaped', 'x']], '"../../escaped" does not belong'],
    ['an absolute name', [...FILES, ['/tmp/escaped', 'x']], 'does not belong'],
    ['a name for the terminal', [...FILES, ['\u001b[2Jx', 'x']], '"?[2Jx"'],
  ] as const)('with %s is refused, in words', async (_, files, why) => {
    const { ok, text } = await verifyFile(fileOf(await bundleOf(files)))
    expect(text).toContain(why)
    expect(ok).toBe(false)
    expect(readdirSync(folder)).toEqual(['record'])
  })

  it('cut off anywhere is refused', async () => {
    const whole = await bundleOf(FILES)
    const end = whole.length - 1024
    for (let cut = 512; cut < end; cut += 331) {
      const { ok } = await verifyFile(fileOf(whole.subarray(0, cut)), HEAD)
      expect(ok, `cut at ${cut}`).toBe(false)
    }
  })

  it('that announces more than it has is refused, and nothing is set aside for it', async () => {
    const liar = Buffer.concat([tarHeader('manifest.json', 8 ** 11 - 1), Buffer.from('{}')])
    expect((await verifyFile(fileOf(liar))).text).toContain('cut off within "manifest.json"')
  })
})
