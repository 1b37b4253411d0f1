/** Checks an exported record without trusting it: a file is only ever read, in parts of bounded size, and nothing in it is run or unpacked. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Digest } from '#shared/ids.ts'
import { startVerification, type Checkpoint, type Verdict } from '#shared/ledger/verify.ts'
import { entriesIn } from '#server/cli/entryLines.ts'
import { isTar, readBundle, type Bundle } from '#server/cli/readBundle.ts'
import { nodeSha256 } from '#server/workspace/sealEvents.ts'

export type FileVerdict = { readonly ok: boolean; readonly text: string }

const CHECKPOINT = /^(\d{1,15}):([0-9a-f]{64})$/

/** `checkpoint` is `seq:leaf`, as it was noted down elsewhere. Rejects when the file cannot be opened at all. */
export async function verifyFile(path: string, checkpoint?: string): Promise<FileVerdict> {
  const noted = checkpoint === undefined ? [] : notesOf(checkpoint)
  if (noted === undefined)
    return { ok: false, text: 'A checkpoint is written as seq:leaf, a number and 64 hexadecimal characters.' }
  if (await isTarFile(path)) return verifyBundle(path, noted)
  const checked = await verifyLines(createReadStream(path), noted)
  return { ok: checked.isIntact, text: [`Checked ${path} as lines of entries.`, ...checked.lines].join('\n') }
}

type Checked = { readonly isIntact: boolean; readonly lines: readonly string[]; readonly head?: Checkpoint }

async function verifyLines(
  bytes: AsyncIterable<Uint8Array>,
  checkpoints: readonly Checkpoint[],
): Promise<Checked> {
  const verification = startVerification({ checkpoints, hash: nodeSha256 })
  let trouble: string | undefined
  for await (const read of entriesIn(bytes)) {
    if (!read.ok) trouble = read.error
    if (!read.ok || !verification.take([read.value])) break
  }
  const verdict = verification.finish()
  if (trouble === undefined || verdict.kind === 'tampered') return checkedOf(verdict)
  const { head } = verdict
  return {
    isIntact: false,
    head,
    lines: [`${head.seq} entries fit the chain, and then: ${trouble}.`, `First bad entry: ${head.seq + 1}.`],
  }
}

function checkedOf(verdict: Verdict): Checked {
  if (verdict.kind === 'tampered')
    return { isIntact: false, lines: [`${verdict.why}.`, `First bad entry: ${verdict.seq}.`] }
  const { head } = verdict
  const headLine = `Head: ${head.seq}:${head.leaf}`
  if (verdict.kind === 'short')
    return {
      isIntact: false,
      head,
      lines: [`${verdict.why}.`, `First bad entry: ${head.seq + 1}.`, headLine],
    }
  const counted = `${verdict.entries} entries: every text, hash, link and place fits.`
  if (verdict.entries === 0) return { isIntact: false, head, lines: ['There are no entries in it.'] }
  return { isIntact: true, head, lines: [counted, headLine, outsideLine(verdict.agreedUpTo, verdict.tail)] }
}

function outsideLine(agreedUpTo: number, tail: 'proven' | 'not-provable'): string {
  if (tail === 'proven') return 'It is complete up to the checkpoint, which is its last entry.'
  if (agreedUpTo > 0)
    return `It agrees with the checkpoint at entry ${agreedUpTo}. What came later agrees with itself; that nothing was cut off after it is not provable.`
  return 'Without a checkpoint from elsewhere it is not provable that nothing was cut off, nor that the whole was not rewritten.'
}

async function verifyBundle(path: string, checkpoints: readonly Checkpoint[]): Promise<FileVerdict> {
  let checked: Checked | undefined
  const file = createReadStream(path)
  const read: Bundle = await readBundle(file, async (bytes) => {
    checked = await verifyLines(bytes, checkpoints)
  })
  file.destroy()
  const lines = [`Checked ${path} as an audit bundle.`, ...(checked?.lines ?? [])]
  const troubles = [...read.troubles]
  if (!checked) troubles.push('There is no entries.ndjson in it')
  const { manifest } = read
  if (!manifest) troubles.push('There is no manifest.json of a known form in it')
  else if (checked?.isIntact && checked.head && !isSame(checked.head, manifest.head))
    troubles.push(`Its manifest names another head, ${manifest.head.seq}:${manifest.head.leaf}`)
  for (const { digest } of manifest?.artifacts ?? [])
    if (!read.artifacts.has(digest))
      troubles.push(`Artifact ${digest} is named by its manifest and is not in it`)
  lines.push(`${read.artifacts.size} artifacts have the bytes of their names.`)
  if (manifest && manifest.missing.length > 0)
    lines.push(`${manifest.missing.length} artifacts were already missing when the bundle was made.`)
  lines.push(...troubles.map((trouble) => `${trouble}.`))
  return { ok: checked?.isIntact === true && troubles.length === 0, text: lines.join('\n') }
}

const isSame = (a: Checkpoint, b: Checkpoint): boolean => a.seq === b.seq && a.leaf === b.leaf

function notesOf(checkpoint: string): readonly Checkpoint[] | undefined {
  const [, seq, leaf] = CHECKPOINT.exec(checkpoint) ?? []
  const digest = Digest.safeParse(leaf)
  return digest.success && Number(seq) > 0 ? [{ seq: Number(seq), leaf: digest.data }] : undefined
}

async function isTarFile(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
    return isTar(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}
