/** Fetches what recorded runs left and writes it as a notebook's outputs: heads of tables, pictures, text; nothing is run. */
import { z } from 'zod'
import { TablePage } from '#server/kernels/duckdb/tablePage.ts'
import type { TransportPorts } from '#server/transport/ports.ts'
import type { WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import { artifactsIn } from '#shared/artifact.ts'
import type { Artifact } from '#shared/artifact.ts'
import type { WorkspaceId } from '#shared/ids.ts'
import { exportNotebook, runsOf, type Notebook } from '#shared/notebookFile/exportNotebook.ts'
import { tableOutput } from '#shared/notebookFile/tableOutput.ts'
import { parsedJson } from '#shared/parsedJson.ts'
import { ShownPart } from '#shared/run.ts'
import type { Run } from '#shared/workspace.ts'

type Output = Readonly<Record<string, unknown>>
type Ports = Pick<TransportPorts, 'notebooks' | 'tables'>

const HEAD_ROWS = 10
const CHART_ROWS = 1_000
/** Of one shown text or value. Notebooks are read whole by what opens them. */
const MOST_BYTES = 4 * 1024 * 1024

export async function exportedNotebook(
  workspaceId: WorkspaceId,
  host: WorkspaceHost,
  ports: Ports,
): Promise<Notebook> {
  const state = host.state()
  const outputs = new Map<string, readonly Output[]>()
  for (const run of runsOf(state).values()) outputs.set(run.runId, await outputsOfRun(run, ports))
  return exportNotebook(state, ports.notebooks.page(workspaceId), (run) => outputs.get(run.runId) ?? [])
}

async function outputsOfRun(run: Run, ports: Ports): Promise<readonly Output[]> {
  const outputs: Output[] = [...(await shownBy(run, ports))]
  for (const artifact of artifactsIn(run)) outputs.push(...(await outputOf(artifact, ports)))
  return outputs
}

const display = (data: Readonly<Record<string, unknown>>): Output => ({
  output_type: 'display_data',
  metadata: {},
  data,
})

async function shownBy(run: Run, { notebooks }: Ports): Promise<readonly Output[]> {
  const kept = run.outcome?.shown
  if (!kept || kept.bytes > MOST_BYTES) return []
  const bytes = await notebooks.bytes(kept.digest)
  const parts = z.array(ShownPart).safeParse(parsedJson(Buffer.from(bytes ?? []).toString('utf8')))
  return (parts.data ?? []).map((part) =>
    part.kind === 'text'
      ? { output_type: 'stream', name: part.stream, text: part.text }
      : display(withoutScripts(part.data)),
  )
}

/** A step's own HTML or script would run in whoever opens the notebook: it stays in the workspace. */
const SAFE: ReadonlySet<string> = new Set(['text/plain', 'image/png', 'image/jpeg', 'application/json'])
const withoutScripts = (data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(data).filter(([mime]) => SAFE.has(mime)))

async function outputOf(artifact: Artifact, ports: Ports): Promise<readonly Output[]> {
  switch (artifact.kind) {
    case 'table': {
      const page = await head(artifact.digest, HEAD_ROWS, ports)
      return page ? [display(tableOutput(artifact.name, artifact.rows, page))] : []
    }
    case 'chart': {
      const spec = z
        .record(z.string(), z.unknown())
        .safeParse(parsedJson(Buffer.from((await bytesOf(artifact, ports)) ?? []).toString('utf8')))
      const page = await head(artifact.input.digest, CHART_ROWS, ports)
      if (!spec.success || !page || page.total > CHART_ROWS) return []
      const values = page.rows.map((row) =>
        Object.fromEntries(page.schema.map(({ name, type }, at) => [name, cellValue(row[at] ?? null, type)])),
      )
      return [
        display({
          'application/vnd.vegalite.v5+json': { ...spec.data, data: { values } },
          'text/plain': `${artifact.name}: a chart of ${artifact.input.name}`,
        }),
      ]
    }
    case 'figure': {
      const bytes = await bytesOf(artifact, ports)
      return bytes ? [display({ [artifact.mime]: Buffer.from(bytes).toString('base64') })] : []
    }
    case 'text':
    case 'json': {
      const bytes = await bytesOf(artifact, ports)
      return bytes ? [display({ 'text/plain': Buffer.from(bytes).toString('utf8') })] : []
    }
    case 'model':
      return [
        display({
          'text/plain': `${artifact.name}: a fitted model, ${artifact.bytes} bytes, kept in the workspace`,
        }),
      ]
  }
}

const bytesOf = ({ bytes, digest }: Artifact, { notebooks }: Ports): Promise<Uint8Array | undefined> =>
  bytes > MOST_BYTES ? Promise.resolve(undefined) : notebooks.bytes(digest)

async function head(
  digest: Artifact['digest'],
  limit: number,
  { tables }: Ports,
): Promise<TablePage | undefined> {
  const page = await tables.page(digest, { offset: 0, limit, sort: undefined, filter: undefined })
  return page.ok ? TablePage.safeParse(page.value).data : undefined
}

/** Pages tell cells as texts; a chart computes with numbers. */
function cellValue(text: string | null, type: string): unknown {
  if (text === null) return null
  return /INT|DOUBLE|FLOAT|DECIMAL/.test(type) && Number.isFinite(Number(text)) ? Number(text) : text
}
