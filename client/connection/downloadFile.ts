/** Fetches a file and hands it to the browser to keep; what goes wrong is said in words, not saved as a file. */
import { problemOf, UNREACHABLE, type Problem } from '#client/connection/problem.ts'
import { err, ok, type Result } from '#shared/result.ts'

export async function downloadFile(path: string, name: string): Promise<Result<void, Problem>> {
  const response = await fetch(path).catch(() => undefined)
  if (!response) return err(UNREACHABLE)
  if (!response.ok) return err(problemOf(await response.json().catch(() => undefined)))
  const content = await response.blob().catch(() => undefined)
  if (!content) return err(UNREACHABLE)
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
  return ok(undefined)
}
