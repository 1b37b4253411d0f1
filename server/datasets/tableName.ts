import { nameKey, TableName } from '#shared/ids.ts'

/** A legal name for the table of a file, unlike every taken one without case. */
export function tableNameOf(fileName: string, taken: readonly string[]): TableName {
  const stem = (fileName.split(/[/\\]/).at(-1) ?? '').replace(/\.[A-Za-z0-9]{1,8}$/, '')
  const plain = stem
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 56)
  const name = plain === '' ? 'table_1' : /^\d/.test(plain) ? `t_${plain}` : plain
  const keys = new Set(taken.map(nameKey))
  let unique = name
  for (let turn = 2; keys.has(nameKey(unique)); turn++) unique = `${name.replace(/_1$/, '')}_${turn}`
  return TableName.parse(unique)
}
