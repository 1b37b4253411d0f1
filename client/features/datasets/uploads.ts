/** Files on their way to the server, and what came of them; kept outside of React, so that a closed panel loses none. */
import { z } from 'zod'
import { problemOf, UNREACHABLE, type Problem } from '#client/connection/problem.ts'
import { createSignal } from '#client/connection/signal.ts'
import { useSession, useSignal } from '#client/workspace/useSession.ts'
import type { WorkspaceId } from '#shared/ids.ts'

const Taken = z.object({
  name: z.string(),
  rows: z.int(),
  rejects: z.int().catch(0),
  findings: z.array(z.string()).readonly().catch([]),
})
export type Taken = z.infer<typeof Taken>

export type Upload = {
  readonly key: string
  readonly fileName: string
  readonly state: 'sending' | 'failed' | 'taken'
  readonly problem?: Problem
  readonly taken?: Taken
}

const uploads = createSignal<readonly Upload[]>([])
let count = 0

const put = (upload: Upload): void =>
  uploads.set(
    uploads.get().some((one) => one.key === upload.key)
      ? uploads.get().map((one) => (one.key === upload.key ? upload : one))
      : [...uploads.get(), upload],
  )
const dismiss = (key: string): void => uploads.set(uploads.get().filter((one) => one.key !== key))

async function send(workspaceId: WorkspaceId, file: File): Promise<void> {
  count += 1
  const upload = { key: `upload-${count}`, fileName: file.name }
  put({ ...upload, state: 'sending' })
  const body = new FormData()
  body.append('file', file)
  const path = `/api/workspaces/${workspaceId}/datasets`
  const response = await fetch(path, { method: 'POST', body }).catch(() => undefined)
  const answer: unknown = await response?.json().catch(() => undefined)
  if (!response) return put({ ...upload, state: 'failed', problem: UNREACHABLE })
  if (!response.ok) return put({ ...upload, state: 'failed', problem: problemOf(answer) })
  const taken = Taken.safeParse(answer)
  if (taken.success) put({ ...upload, state: 'taken', taken: taken.data })
  else dismiss(upload.key)
}

export function useUploads() {
  const { workspaceId } = useSession()
  const list = useSignal(uploads)
  return {
    list,
    dismiss,
    add: async (files: readonly File[]): Promise<void> => {
      await Promise.all(files.map((file) => send(workspaceId, file)))
    },
  }
}
