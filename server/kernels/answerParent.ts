/** The child's side of `startChild`: answers requests one at a time, and dies with its parent. */
import type { z } from 'zod'
import { ToChild, type FromChild } from '#server/kernels/childMessages.ts'

export interface ChildProgram<Request, Answer, Progress> {
  readonly request: z.ZodType<Request>
  /** Must not throw for what can be expected: a failure is an answer. What it throws ends the child. */
  answer(request: Request, tell: (progress: Progress) => void): Promise<Answer>
  /** Called while a request is being answered. */
  interrupt?(): void
}

/** Call once, when all that can be loaded ahead is loaded. */
export function answerParent<Request, Answer, Progress>(
  program: ChildProgram<Request, Answer, Progress>,
): void {
  let queue: Promise<void> = Promise.resolve()
  const say = (message: FromChild): void => {
    process.send?.(message)
  }

  // Not process.exit: it would wait for a query that runs on a thread of the pool.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.on('message', (message) => {
    const heard = ToChild.parse(message)
    if (heard.kind === 'interrupt') return program.interrupt?.()
    const request = program.request.parse(heard.body)
    queue = queue.then(async () => {
      const body = await program.answer(request, (progress) =>
        say({ kind: 'progress', id: heard.id, body: progress }),
      )
      say({ kind: 'answer', id: heard.id, body })
    })
  })
  if (!process.connected) process.kill(process.pid, 'SIGKILL')
  say({ kind: 'ready' })
}
