import { readFile } from 'node:fs/promises'
import { leafOf, StoredEntry } from '#shared/ledger/entry.ts'
import { parseBody } from '#shared/ledger/parseBody.ts'

/** Checks the chain of exported entries, one JSON line each; says the first that does not fit. */
export async function verifyFile(
  path: string,
  _checkpoint?: string,
): Promise<{ readonly ok: boolean; readonly text: string }> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '')
  let prev = '0'.repeat(64)
  for (const [index, line] of lines.entries()) {
    const stored = StoredEntry.parse(JSON.parse(line))
    const entry = parseBody(stored.body)
    const fits =
      entry.ok &&
      stored.seq === index + 1 &&
      entry.value.seq === stored.seq &&
      entry.value.prev === prev &&
      leafOf(stored.body) === stored.leaf
    if (!fits) return { ok: false, text: `Entry ${index + 1} does not fit the chain.` }
    prev = stored.leaf
  }
  return { ok: true, text: `${lines.length} entries, head ${prev}` }
}
