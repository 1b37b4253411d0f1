/** One request to the server: parsed when it says yes, a problem in words when it says no. */
import type { z } from 'zod'
import { problemOf, UNREACHABLE, type Problem } from '#client/connection/problem.ts'
import { err, ok, type Result } from '#shared/result.ts'

export type Asked = {
  readonly method?: 'GET' | 'POST'
  readonly body?: unknown
  readonly signal?: AbortSignal
}

export async function request<S extends z.ZodType>(
  path: string,
  answer: S,
  { method = 'GET', body, signal }: Asked = {},
): Promise<Result<z.infer<S>, Problem>> {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch(() => undefined)
  if (!response) return err(UNREACHABLE)
  const json: unknown = await response.json().catch(() => undefined)
  if (!response.ok) return err(problemOf(json))
  const parsed = answer.safeParse(json)
  return parsed.success ? ok(parsed.data) : err(problemOf(undefined))
}
