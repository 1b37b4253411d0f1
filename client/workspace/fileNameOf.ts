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
export const fileNameOf = (artifact: Artifact): string =>
  `${artifact.name}.${isSpec(artifact) ? 'json' : ENDINGS[artifact.kind]}`

/** A figure that is drawn where it is shown, as Altair's and Plotly's are. */
export const isSpec = (artifact: Artifact): boolean =>
  artifact.kind === 'figure' && artifact.mime.endsWith('+json')
