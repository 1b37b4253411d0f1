/** Finds a Python that a step can run in. */
import { z } from 'zod'
import { outputOf } from '#server/kernels/python/lineProgram.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { parsedJson } from '#shared/parsedJson.ts'

export const Interpreter = z.object({
  /** The real file, behind all links. */
  executable: z.string(),
  /** Where its standard library lies; in a virtual environment, that of the Python it was made from. */
  prefix: z.string(),
  version: z.string(),
  major: z.int(),
  minor: z.int(),
  platform: z.string(),
})
export type Interpreter = z.infer<typeof Interpreter>

/** The oldest that pandas and its company still install on. */
export const OLDEST = { major: 3, minor: 10 }

const ASK = `import json, os, sys, sysconfig
print(json.dumps({"executable": os.path.realpath(sys.executable), "prefix": sys.base_prefix,
  "version": "%d.%d.%d" % sys.version_info[:3], "major": sys.version_info[0], "minor": sys.version_info[1],
  "platform": sysconfig.get_platform()}))`

const NAMES = [
  'python3',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.14',
  'python3.10',
  'python',
] as const

export async function findInterpreter(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Result<Interpreter, string>> {
  const asked = env['COUNTERSIGN_PYTHON']
  const path = { PATH: env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', HOME: env['HOME'] ?? '/' }
  let tooOld: string | undefined
  for (const name of asked ? [asked] : NAMES) {
    const { code, output } = await outputOf([name, '-I', '-c', ASK], path)
    if (code !== 0) continue
    const found = Interpreter.safeParse(parsedJson(output))
    if (!found.success) continue
    const { major, minor } = found.data
    if (major === OLDEST.major && minor >= OLDEST.minor) return ok(found.data)
    tooOld ??= found.data.version
  }
  const needed = `${OLDEST.major}.${OLDEST.minor}`
  if (asked) return err(`COUNTERSIGN_PYTHON is ${asked}, which is no Python ${needed} or newer.`)
  if (tooOld) return err(`Python ${tooOld} was found; ${needed} or newer is needed.`)
  return err(`No Python was found; ${needed} or newer is needed.`)
}
