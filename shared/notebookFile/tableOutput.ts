/** The head of a table as a notebook shows it: plain text, and HTML in which nothing of the table is markup. */
import type { TableSchema } from '#shared/table.ts'

export type TableHead = {
  readonly schema: TableSchema
  readonly rows: readonly (readonly (string | null)[])[]
}

const MOST_LETTERS = 200

export function tableOutput(name: string, rows: number, head: TableHead): Readonly<Record<string, string>> {
  const names = head.schema.map((column) => column.name)
  const cut = (text: string): string =>
    text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text
  const cells = head.rows.map((row) => row.map((cell) => cut(cell ?? 'NULL')))
  const says = `${name}: ${rows} rows${rows > cells.length ? `, the first ${cells.length} of them` : ''}`
  const line = (tag: string, words: readonly string[]): string =>
    `<tr>${words.map((word) => `<${tag}>${escaped(word)}</${tag}>`).join('')}</tr>`
  return {
    'text/plain': [says, names.join('\t'), ...cells.map((row) => row.join('\t'))].join('\n'),
    'text/html': `<table><caption>${escaped(says)}</caption><thead>${line('th', names)}</thead><tbody>${cells.map((row) => line('td', row)).join('')}</tbody></table>`,
  }
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign)
