/** The shut-in program that looks at Python's syntax trees, asked one question at a time, and started anew when it ended. */
import { z } from 'zod'
import { startLineProgram, type LineProgram } from '#server/kernels/python/lineProgram.ts'
import { parsedJson } from '#shared/parsedJson.ts'
import { err, ok, type Result } from '#shared/result.ts'

export interface PythonAnalyser {
  /** Never rejects. The error says in a sentence why there is no answer of this form. */
  ask<S extends z.ZodType>(
    question: Readonly<Record<string, unknown>>,
    answer: S,
    seconds: number,
  ): Promise<Result<z.infer<S>, string>>
  close(): Promise<void>
}

export interface PythonAnalyserOptions {
  /** The command of the analyser and its environment. */
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const Numbered = z.looseObject({ id: z.int() })
/** It could not make anything of this one question, and lives on. */
const Unanswered = z.strictObject({ id: z.int(), error: z.string() })

export function openPythonAnalyser({ command, env }: PythonAnalyserOptions): PythonAnalyser {
  let program: LineProgram | undefined
  let isClosed = false
  let nextId = 1
  let queue: Promise<unknown> = Promise.resolve()
  let waiting: ((answer: Result<unknown, string>) => void) | undefined

  const living = (): LineProgram => {
    if (program) return program
    const started = startLineProgram(command, {
      env,
      onLine: (line) => {
        const said = Numbered.safeParse(parsedJson(line))
        if (!said.success || said.data.id !== nextId) return started.kill()
        const refused = Unanswered.safeParse(said.data)
        waiting?.(refused.success ? err(refused.data.error) : ok(said.data))
      },
    })
    void started.gone.then(() => {
      if (program === started) program = undefined
      waiting?.(err('The program that inspects it ended.'))
    })
    program = started
    return started
  }

  const askNow = async <S extends z.ZodType>(
    question: Readonly<Record<string, unknown>>,
    form: S,
    seconds: number,
  ): Promise<Result<z.infer<S>, string>> => {
    if (isClosed) return err('The server is closing.')
    nextId += 1
    const asking = living()
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      asking.kill()
    }, seconds * 1000)
    const said = await new Promise<Result<unknown, string>>((resolve) => {
      waiting = resolve
      asking.send(JSON.stringify({ ...question, id: nextId }))
    })
    waiting = undefined
    clearTimeout(timer)
    if (!said.ok) return isLate ? err(`It took more than ${seconds} seconds.`) : said
    const answer = form.safeParse(said.value)
    if (answer.success) return ok(answer.data)
    asking.kill()
    return err('The program that inspects it ended.')
  }

  return {
    ask(question, form, seconds) {
      const answer = queue.then(() => askNow(question, form, seconds))
      queue = answer
      return answer
    },
    async close() {
      isClosed = true
      const last = program
      last?.kill()
      await last?.gone
    },
  }
}
