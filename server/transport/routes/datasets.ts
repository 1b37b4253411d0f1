/** Uploading: one file a request, written to a temporary file as it comes, so that its size is no matter for memory. */
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { DatasetId, WorkspaceId } from '#shared/ids.ts'
import { canWrite } from '#shared/member.ts'
import type { TransportPorts } from '#server/transport/ports.ts'
import { problem, type Problem } from '#server/transport/problem.ts'
import { json, no, NONE, OfWorkspace, route, type Route } from '#server/transport/route.ts'
import { parsedJson } from '#shared/parsedJson.ts'

const Types = z.record(z.string(), z.string().max(200))

type Received = {
  readonly path: string
  readonly fileName: string
  readonly name: string | undefined
  readonly types: Readonly<Record<string, string>> | undefined
}

export const datasetRoutes = ({ importer }: TransportPorts, temporary: string): readonly Route[] => [
  route(
    {
      method: 'POST',
      path: '/api/workspaces/:w/datasets',
      access: 'member',
      summary: 'Uploads a table. The fields `name` and `types` (JSON: column → type) come before the file.',
      params: OfWorkspace,
      query: NONE,
      body: NONE,
      multipart: true,
    },
    async ({ params, person, host, request }) => {
      const { personId } = person()
      const role = host().state().members.get(personId)?.role
      // Said before a gigabyte has come; the ledger would say it again.
      if (!role || !canWrite(role)) return no(problem(403, 'not-allowed', 'Only owners and editors upload.'))
      if (!request.isMultipart())
        return no(problem(415, 'not-multipart', 'Send the file as multipart/form-data.'))
      const folder = await mkdtemp(join(temporary, 'upload-'))
      try {
        const received = await receive(request, folder)
        if ('code' in received) return no(received)
        const imported = await importer.importUpload({ workspaceId: params.w, person: person(), ...received })
        if (imported.ok) return json(imported.value, 201)
        const { code, detail, field } = imported.error
        return no(problem(422, code, detail, field))
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  ),
  route(
    {
      method: 'POST',
      path: '/api/workspaces/:w/datasets/:d/types',
      access: 'member',
      summary: 'Reads the original file again with these column types; a new version of the dataset.',
      params: z.strictObject({ w: WorkspaceId, d: DatasetId }),
      query: NONE,
      body: z.strictObject({ types: Types }),
    },
    async ({ params, person, host, body }) => {
      const role = host().state().members.get(person().personId)?.role
      if (!role || !canWrite(role))
        return no(problem(403, 'not-allowed', 'Only owners and editors correct types.'))
      const revised = await importer.retype(params.w, person(), params.d, body.types)
      if (revised.ok) return json(revised.value)
      const { code, detail, field } = revised.error
      return no(problem(422, code, detail, field))
    },
  ),
]

async function receive(request: FastifyRequest, folder: string): Promise<Received | Problem> {
  const fields = new Map<string, string>()
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') fields.set(part.fieldname, part.value)
      continue
    }
    const path = join(folder, 'file')
    await pipeline(part.file, createWriteStream(path))
    if (part.file.truncated)
      return problem(413, 'too-large', 'The file is larger than this server accepts.', 'file')
    const types = fields.has('types') ? Types.safeParse(parsedJson(fields.get('types') ?? '')) : undefined
    if (types && !types.success)
      return problem(400, 'invalid', 'Types are a JSON object: column → type.', 'types')
    return { path, fileName: part.filename, name: fields.get('name'), types: types?.data }
  }
  return problem(400, 'invalid', 'There is no file in this upload.', 'file')
}
