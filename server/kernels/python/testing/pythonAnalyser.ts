/** The analyser of Python steps as a warm process of the machine's own Python, and its answers in the form of labels. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { Finding } from '#shared/preflight.ts'

const Answer = z.strictObject({
  id: z.int(),
  reads: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()).nullable() })),
  binds: z.array(z.string()),
  imports: z.array(z.string()),
  functions: z.array(z.string()),
  findings: z.array(Finding),
})
export type Answer = z.infer<typeof Answer>

const Refused = z.strictObject({ id: z.int().nullable(), error: z.string() })

export const TABLES: Readonly<Record<string, readonly string[] | null>> = {
  orders: ['id', 'customer', 'amount', 'status', 'placed'],
  customers: ['id', 'name', 'amount', 'region'],
  loose: null,
}

export type Analyser = {
  /** Answers to lines come in the order of the lines. */
  readonly askLine: (line: string | Buffer) => Promise<unknown>
  readonly ask: (code: string, ...outputs: readonly string[]) => Promise<Answer>
  readonly close: () => Promise<number | null>
}

export function openAnalyser(): Analyser {
  const program = resolve('server/kernels/python/program/analyse.py')
  const python = process.env['COUNTERSIGN_PYTHON'] ?? 'python3'
  const child = spawn(python, ['-I', '-B', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting: ((line: string) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line))
  const closed = new Promise<number | null>((done) => child.on('close', done))
  const askLine = (line: string | Buffer): Promise<unknown> =>
    new Promise((done, fail) => {
      waiting.push((answer) => done(JSON.parse(answer)))
      void closed.then((code) => fail(new Error(`The analyser ended (${code}).`)))
      child.stdin.write(line)
      child.stdin.write('\n')
    })
  let id = 0
  return {
    askLine,
    ask: async (code, ...named) => {
      const outputs = named.length > 0 ? named : ['result']
      id += 1
      const request = { id, code, outputs, inputs: TABLES, packages: ['pandas', 'numpy', 'matplotlib'] }
      const answer = Answer.parse(await askLine(JSON.stringify(request)))
      if (answer.id !== id) throw new Error(`Asked ${id}, answered ${answer.id}.`)
      return answer
    },
    close: () => {
      child.stdin.end()
      return closed
    },
  }
}

export const refusedOf = (answer: unknown): z.infer<typeof Refused> => Refused.parse(answer)

/** `orders(id amount) customers(*)`: the columns of each, or all. */
export const readsOf = ({ reads }: Answer): string =>
  reads.map(({ name, columns }) => `${name}(${columns?.join(' ') ?? '*'})`).join(' ')

/** `deny undefined-name 3`: severity, kind and line. */
export const findingsOf = ({ findings }: Answer): readonly string[] =>
  findings.map(({ severity, code, line }) =>
    [severity, code, line].filter((one) => one !== undefined).join(' '),
  )
