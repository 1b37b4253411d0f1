/** Says what a step's SQL would read and make, asked of a long-lived child that executes nothing and is started anew when it dies. */
import { z } from 'zod'
import { livingChild } from '#server/kernels/livingChild.ts'
import { failedAnalysis } from '#server/preflight/failedAnalysis.ts'
import { Analysed, type SqlAsked } from '#server/preflight/sqlPreflightMessages.ts'

export interface SqlPreflight {
  /** Never rejects: what can't be analysed is answered with a finding that denies it. */
  analyse(asked: SqlAsked): Promise<Analysed>
  close(): Promise<void>
}

export interface SqlPreflightOptions {
  readonly memoryMb?: number
  readonly seconds?: number
}

export function openSqlPreflight(options: SqlPreflightOptions = {}): SqlPreflight {
  const { memoryMb = 512, seconds = 5 } = options
  const child = livingChild<SqlAsked, Analysed, never>({
    program: 'preflightChild',
    answer: Analysed,
    progress: z.never(),
    memoryMb,
  })
  let isClosed = false
  let queue: Promise<unknown> = Promise.resolve()

  const analyseNow = async (asked: SqlAsked): Promise<Analysed> => {
    if (isClosed) return failedAnalysis(asked, 'The server is closing.')
    const asking = child.get()
    // The time to start is the machine's, not the statement's.
    await asking.ready
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      asking.kill()
    }, seconds * 1000)
    const answer = await asking.ask(asked)
    clearTimeout(timer)
    if (answer.ok) return answer.value
    return failedAnalysis(asked, isLate ? `It took more than ${seconds} seconds.` : answer.error.message)
  }

  return {
    analyse: (asked) => {
      const answer = queue.then(() => analyseNow(asked))
      queue = answer
      return answer
    },
    close: async () => {
      isClosed = true
      await child.close()
    },
  }
}
