import type { Artifact } from '#shared/artifact.ts'

const ENDINGS: Readonly<Record<Artifact['kind'], string>> = {
  table: 'parquet',
  chart: 'vl.json',
  figure: 'png',
  text: 'txt',
  json: 'json',
  model: 'joblib',
}

/** What a result is called when it is taken along as a file. */
export const fileNameOf = ({ kind, name }: Artifact): string => `${name}.${ENDINGS[kind]}`
