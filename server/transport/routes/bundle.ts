/** All that an auditor needs, in one archive: the entries as they are stored, and the artifacts that they lead to. */
import { Readable } from 'node:stream'
import type { Digest } from '#shared/ids.ts'
import { artifactsOf } from '#server/transport/artifactsOf.ts'
import type { Artifacts, TransportPorts } from '#server/transport/ports.ts'
import { NONE, OfWorkspace, route, SENT, type Route } from '#server/transport/route.ts'
import { linesOf } from '#server/transport/routes/record.ts'
import { tarOf, type TarFile } from '#server/transport/tar.ts'
import type { WorkspaceHost } from '#server/workspace/workspaceHost.ts'

export const bundleRoutes = ({ artifacts, version }: TransportPorts): readonly Route[] => [
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/bundle',
      access: 'member',
      summary: 'The audit bundle: manifest.json, entries.ndjson and artifacts/, as .tar.',
      params: OfWorkspace,
      query: NONE,
      body: NONE,
      produces: ['application/x-tar'],
    },
    async ({ params, host, reply }) => {
      await reply
        .header('content-type', 'application/x-tar')
        .header('content-disposition', `attachment; filename="countersign-${params.w}.tar"`)
        .send(Readable.from(tarOf(filesOf(host(), artifacts, version))))
      return SENT
    },
  ),
]

async function* filesOf(
  workspace: WorkspaceHost,
  artifacts: Artifacts,
  version: string,
): AsyncGenerator<TarFile> {
  const head = workspace.head()
  const held: { digest: Digest; bytes: number }[] = []
  const missing: Digest[] = []
  for (const digest of [...artifactsOf(workspace)].toSorted()) {
    const bytes = await artifacts.size(digest)
    if (bytes === undefined) missing.push(digest)
    else held.push({ digest, bytes })
  }
  const { workspaceId } = workspace
  const manifest = { format: 'countersign-bundle-1', version, workspaceId, head, artifacts: held, missing }
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  yield { name: 'manifest.json', size: Buffer.byteLength(text), content: () => Promise.resolve([text]) }

  const lines = () => linesOf(workspace, 0, head.seq)
  let size = 0
  for (const line of lines()) size += Buffer.byteLength(line)
  yield { name: 'entries.ndjson', size, content: () => Promise.resolve(lines()) }

  for (const { digest, bytes } of held) {
    yield {
      name: `artifacts/${digest}`,
      size: bytes,
      content: async () => (await artifacts.stream(digest)) ?? [],
    }
  }
}
