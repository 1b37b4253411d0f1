/** A long-lived child that is started when it is first needed, and anew when it has died. */
import { startChild, type Child, type ChildOptions } from '#server/kernels/childProcess.ts'

export interface LivingChild<Request, Answer, Progress> {
  /** The one that lives now. */
  get(): Child<Request, Answer, Progress>
  close(): Promise<void>
}

export function livingChild<Request, Answer, Progress>(
  options: ChildOptions<Answer, Progress>,
): LivingChild<Request, Answer, Progress> {
  let child: Child<Request, Answer, Progress> | undefined
  return {
    get() {
      if (child) return child
      const started = startChild<Request, Answer, Progress>(options)
      void started.gone.then(() => {
        if (child === started) child = undefined
      })
      child = started
      return started
    },
    async close() {
      const last = child
      child = undefined
      last?.kill()
      await last?.gone
    },
  }
}
