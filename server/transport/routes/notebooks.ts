/** Jupyter notebooks: one that a person brings is looked at, and the workspace as one to take along. Nothing is executed. */
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { authorise } from '#shared/decide/authority.ts'
import { cellKindOf } from '#shared/notebookFile/cellKind.ts'
import { NotebookRead } from '#shared/notebookFile/notebookRead.ts'
import { MOST_NOTEBOOK_BYTES, readNotebook } from '#shared/notebookFile/readNotebook.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { exportedNotebook } from '#server/notebookExport.ts'
import type { TransportPorts } from '#server/transport/ports.ts'
import { problem, problemOf, type Problem } from '#server/transport/problem.ts'
import { json, no, NONE, OfWorkspace, route, SENT, type Route } from '#server/transport/route.ts'

const MIME = 'application/x-ipynb+json'
const TOO_LARGE = problem(
  413,
  'too-large',
  'This notebook is larger than 20 MB. Clear its outputs in Jupyter, save it, and import it again: outputs are not taken along.',
  'file',
)

export const notebookRoutes = (ports: TransportPorts): readonly Route[] => [
  route(
    {
      method: 'POST',
      path: '/api/workspaces/:w/notebook-read',
      access: 'member',
      summary:
        'Looks at a Jupyter notebook (nbformat 4, Python, up to 20 MB) before it is imported: its cells, and what each binds, reads and changes by its syntax tree. Nothing is added, recorded or executed.',
      params: OfWorkspace,
      query: NONE,
      body: NONE,
      multipart: true,
      answer: NotebookRead,
    },
    async ({ host, person, request }) => {
      const actor = { kind: 'human', id: person().personId } as const
      const refusal = authorise(host().state(), { type: 'ProposeStep' }, actor)
      if (refusal) return no(problemOf(refusal))
      const sent = await received(request)
      if (!sent.ok) return no(sent.error)
      const cells = readNotebook(sent.value.text)
      if (!cells.ok) return no(problem(422, 'not-a-notebook', cells.error, 'file'))
      const kinds = cells.value.map(cellKindOf)
      const codes = kinds.flatMap((one) => (one.kind === 'python' ? [one.code] : []))
      const looked = await ports.notebooks.cells(codes)
      const facts = looked.ok ? [...looked.value] : []
      const read: NotebookRead = {
        fileName: sent.value.fileName,
        cells: cells.value,
        facts: looked.ok
          ? kinds.map((one) => (one.kind === 'python' ? (facts.shift() ?? null) : null))
          : null,
        without: looked.ok ? '' : looked.error,
      }
      return json(read)
    },
  ),
  route(
    {
      method: 'GET',
      path: '/api/workspaces/:w/notebook',
      access: 'member',
      summary:
        'The workspace as a Jupyter notebook (nbformat 4.5): approved code in the order of what reads what, recorded results as outputs, and in each cell’s metadata who approved it.',
      params: OfWorkspace,
      query: z.strictObject({}),
      body: NONE,
      produces: [MIME],
    },
    async ({ params, host, reply }) => {
      const notebook = await exportedNotebook(params.w, host(), ports)
      await reply
        .header('content-type', MIME)
        .header('content-disposition', `attachment; filename="countersign-${params.w}.ipynb"`)
        .send(`${JSON.stringify(notebook, null, 1)}\n`)
      return SENT
    },
  ),
]

async function received(
  request: FastifyRequest,
): Promise<Result<{ readonly text: string; readonly fileName: string }, Problem>> {
  const file: MultipartFile | undefined = await request.file({ limits: { fileSize: MOST_NOTEBOOK_BYTES } })
  if (!file) return err(problem(400, 'invalid', 'There is no file in this upload.', 'file'))
  const parts: Uint8Array[] = []
  for await (const part of file.file) if (part instanceof Uint8Array) parts.push(part)
  if (file.file.truncated) return err(TOO_LARGE)
  return ok({ text: Buffer.concat(parts).toString('utf8'), fileName: file.filename })
}
