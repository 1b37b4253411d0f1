import { downloadFile } from '#client/connection/downloadFile.ts'
import { say } from '#client/workspace/toasts.ts'
import type { WorkspaceId } from '#shared/ids.ts'

/** The workspace as a Jupyter notebook, kept by the browser under the workspace's name. */
export async function downloadNotebook(workspaceId: WorkspaceId, name: string): Promise<void> {
  const plain = name.replaceAll(/[^\p{L}\p{N}_-]+/gu, ' ').trim()
  const file = `${plain === '' ? 'workspace' : plain}.ipynb`
  const answer = await downloadFile(`/api/workspaces/${workspaceId}/notebook`, file)
  say(answer.ok ? `${file} was downloaded.` : `The notebook was not downloaded. ${answer.error.detail}`)
}
