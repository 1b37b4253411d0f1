import { problemOf, UNREACHABLE, type Problem } from '#client/connection/problem.ts'
import type { WorkspaceId } from '#shared/ids.ts'
import { NotebookRead } from '#shared/notebookFile/notebookRead.ts'
import { MOST_NOTEBOOK_BYTES } from '#shared/notebookFile/readNotebook.ts'
import { err, ok, type Result } from '#shared/result.ts'

const TOO_LARGE: Problem = {
  code: 'too-large',
  detail:
    'This notebook is larger than 20 MB. Clear its outputs in Jupyter, save it, and import it again: outputs are not taken along.',
}

/** Has the server look at a notebook; nothing of it is added or executed. */
export async function readFile(workspaceId: WorkspaceId, file: File): Promise<Result<NotebookRead, Problem>> {
  if (file.size > MOST_NOTEBOOK_BYTES) return err(TOO_LARGE)
  const body = new FormData()
  body.append('file', file)
  const path = `/api/workspaces/${workspaceId}/notebook-read`
  const response = await fetch(path, { method: 'POST', body }).catch(() => undefined)
  if (!response) return err(UNREACHABLE)
  const answer: unknown = await response.json().catch(() => undefined)
  const read = response.ok ? NotebookRead.safeParse(answer) : undefined
  return read?.success ? ok(read.data) : err(problemOf(answer))
}
