/** Tells from the first bytes what a file is; its name only decides between kinds of text. */
import type { Refusal, SourceFormat } from '#server/datasets/importMessages.ts'
import { err, ok, type Result } from '#shared/result.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'
export interface SourceKind {
  readonly format: SourceFormat
  readonly encoding: Encoding
  /** Bytes of a byte order mark. */
  readonly mark: number
}

export function sourceKindOf(
  head: Uint8Array,
  fileName: string,
  wanted?: SourceFormat,
): Result<SourceKind, Refusal> {
  if (head.length === 0) return refused('The file is empty. Choose a file that holds a table.')
  const known = SIGNATURES.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte))
  if (known) return refused(known.message)
  if (isAt(head, PARQUET)) return ok({ format: 'parquet', encoding: 'utf-8', mark: 0 })
  if (wanted === 'parquet' || /\.parquet$/i.test(fileName)) {
    return refused('The file is called Parquet but does not begin like one. Export it again.')
  }
  const { encoding, mark } = encodingOf(head)
  const text = new TextDecoder(encoding).decode(head)
  if (encoding === 'utf-8' && isBinary(head)) {
    return refused('The file is binary and of no known kind. Save it as CSV, TSV, JSON, NDJSON or Parquet.')
  }
  const start = text.trimStart()
  if (start === '') return refused('The file holds only white space. Choose a file that holds a table.')
  if (/^<(!doctype|html|\?xml|head|body)/i.test(start)) {
    return refused('The file is a web page or XML, not a table. Download the data itself, e.g. as CSV.')
  }
  return ok({ format: wanted ?? textFormatOf(start, fileName), encoding, mark })
}

const refused = (message: string): Result<never, Refusal> => err({ message })
const isAt = (head: Uint8Array, bytes: readonly number[]): boolean =>
  bytes.every((byte, at) => head[at] === byte)

const PARQUET = [0x50, 0x41, 0x52, 0x31]
const UNPACK = 'Unpack it and import the table that is inside.'
const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly message: string }[] = [
  {
    bytes: [0x50, 0x4b],
    message: `The file is a ZIP archive or an Excel workbook (.xlsx). ${UNPACK} From Excel, save the sheet as CSV.`,
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], message: 'The file is an old Excel workbook. Save the sheet as CSV.' },
  { bytes: [0x1f, 0x8b], message: `The file is packed with gzip. ${UNPACK}` },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], message: `The file is packed with zstd. ${UNPACK}` },
  { bytes: [0x42, 0x5a, 0x68], message: `The file is packed with bzip2. ${UNPACK}` },
  { bytes: [0x25, 0x50, 0x44, 0x46], message: 'The file is a PDF. Export its table as CSV.' },
]

function encodingOf(head: Uint8Array): { readonly encoding: Encoding; readonly mark: number } {
  if (isAt(head, [0xef, 0xbb, 0xbf])) return { encoding: 'utf-8', mark: 3 }
  if (isAt(head, [0xff, 0xfe])) return { encoding: 'utf-16le', mark: 2 }
  if (isAt(head, [0xfe, 0xff])) return { encoding: 'utf-16be', mark: 2 }
  // Without a mark: Latin text in UTF-16 has a zero in every other byte.
  const share = (from: number): number => {
    let zeros = 0
    const end = Math.min(head.length, 512)
    for (let at = from; at < end; at += 2) if (head[at] === 0) zeros++
    return zeros / Math.max(1, end / 2)
  }
  if (share(1) > 0.7 && share(0) < 0.1) return { encoding: 'utf-16le', mark: 0 }
  if (share(0) > 0.7 && share(1) < 0.1) return { encoding: 'utf-16be', mark: 0 }
  return { encoding: 'utf-8', mark: 0 }
}

/** Tab, line ends, form feed and escape (ANSI colours) are text; many other control characters are not. */
function isBinary(head: Uint8Array): boolean {
  let odd = 0
  for (const byte of head) {
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) odd++
  }
  return odd > head.length / 50
}

function textFormatOf(start: string, fileName: string): SourceFormat {
  if (/\.(ndjson|jsonl)$/i.test(fileName)) return 'ndjson'
  const isJsonName = /\.json$/i.test(fileName)
  if (start.startsWith('[') && (isJsonName || /^\[\s*(\{|\])/.test(start))) return 'json'
  if (start.startsWith('{') && (isJsonName || /^\{\s*"/.test(start))) {
    const [line = ''] = start.split('\n', 1)
    return /\}\s*$/.test(line) && start.length > line.length + 1 ? 'ndjson' : 'json'
  }
  return isJsonName ? 'json' : /\.(tsv|tab)$/i.test(fileName) ? 'tsv' : 'csv'
}
