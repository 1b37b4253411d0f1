/** Entries from lines of JSON, one at a time. A line is never held once it is longer than an entry can be. */
import { StoredEntry } from '#shared/ledger/entry.ts'
import { MAX_BODY_BYTES } from '#shared/ledger/parseBody.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** Escaped twice, a character of a body may take six. */
const MAX_LINE_BYTES = 6 * MAX_BODY_BYTES + 1024
const NEWLINE = 0x0a
const TOO_LONG = 'is longer than any entry'

/** Ends with the first line that is no entry. */
export async function* entriesIn(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Result<StoredEntry, string>> {
  let line = 0
  for await (const text of linesIn(bytes)) {
    line++
    const read = text.ok ? entryOfLine(text.value) : text
    yield read.ok ? read : err(`line ${line} ${read.error}`)
    if (!read.ok) return
  }
}

async function* linesIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Result<Uint8Array, string>> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const part of bytes) {
    let from = 0
    for (let end = part.indexOf(NEWLINE); end >= 0; end = part.indexOf(NEWLINE, from)) {
      if (length + end - from > MAX_LINE_BYTES) {
        yield err(TOO_LONG)
        return
      }
      yield ok(Buffer.concat([...held, part.subarray(from, end)]))
      held = []
      length = 0
      from = end + 1
    }
    held.push(part.subarray(from))
    length += part.length - from
    if (length > MAX_LINE_BYTES) {
      yield err(TOO_LONG)
      return
    }
  }
  if (length > 0) yield err('is cut off: the file ends within it')
}

function entryOfLine(line: Uint8Array): Result<StoredEntry, string> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line)
    const entry = StoredEntry.safeParse(JSON.parse(text))
    return entry.success ? ok(entry.data) : err('is not {"seq","leaf","body"}')
  } catch {
    return err('is not JSON')
  }
}
