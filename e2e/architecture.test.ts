/** The shape of the code: imports point one way only, adapters do not meet, nothing goes round. Read from the files themselves. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const FOLDERS = ['shared', 'agents', 'server', 'client'] as const

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : []
  })

const isTest = (path: string): boolean => /\.test\.tsx?$|\/testing\//.test(path)
const sources = FOLDERS.flatMap(filesBelow)
const product = sources.filter((path) => !isTest(path))

const IMPORT =
  /(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gms

/** What a file imports, types and dynamic imports counted: paths of ours, names of packages. */
function importsOf(path: string): readonly string[] {
  const text = readFileSync(path, 'utf8')
  return [...text.matchAll(IMPORT)].map((match) => {
    const target = (match[1] ?? match[2] ?? match[3] ?? '').replace(/\?.*$/, '')
    if (target.startsWith('#')) return target.slice(1)
    return target.startsWith('.') ? normalize(join(dirname(path), target)) : target
  })
}

const graph = new Map(product.map((path) => [path, importsOf(path)] as const))
const folderOf = (path: string): string => path.split('/')[0] ?? ''
const isOurs = (target: string): boolean => FOLDERS.some((folder) => target.startsWith(`${folder}/`))

const MAY: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared'],
  agents: ['shared', 'agents'],
  server: ['shared', 'agents', 'server'],
  client: ['shared', 'client'],
}

const breaches = (isBreach: (from: string, to: string) => boolean): readonly string[] =>
  [...graph].flatMap(([from, targets]) =>
    targets.filter((to) => isBreach(from, to)).map((to) => `${from} imports ${to}`),
  )

describe('the architecture', () => {
  it('is what this test looks at', () => {
    expect(product.length).toBeGreaterThan(120)
    const edges = [...graph.values()].flat().filter(isOurs)
    expect(edges.length).toBeGreaterThan(400)
    for (const to of edges) if (!to.endsWith('.css')) expect(sources).toContain(to)
  })

  it('has imports that point one way: shared <- agents <- server, shared <- client', () => {
    expect(breaches((from, to) => isOurs(to) && !(MAY[folderOf(from)] ?? []).includes(folderOf(to)))).toEqual(
      [],
    )
  })

  it('keeps shared pure: zod, canonical JSON and hashing, nothing else from outside', () => {
    const allowed = /^(zod|canonicalize|@noble\/hashes\/.+)$/
    expect(breaches((from, to) => folderOf(from) === 'shared' && !isOurs(to) && !allowed.test(to))).toEqual(
      [],
    )
  })

  it('has adapters that do not meet', () => {
    const reach: Readonly<Record<string, readonly string[]>> = {
      'server/ledger/': ['server/ledger/'],
      'server/artifacts/': ['server/artifacts/'],
      'server/kernels/': ['server/kernels/'],
      'server/collab/': ['server/collab/'],
      'server/preflight/': ['server/preflight/', 'server/kernels/'],
      'server/datasets/': ['server/datasets/', 'server/kernels/'],
    }
    expect(
      breaches((from, to) => {
        const home = Object.keys(reach).find((folder) => from.startsWith(folder))
        if (!home || !to.startsWith('server/')) return false
        return !(reach[home] ?? []).some((folder) => to.startsWith(folder))
      }),
    ).toEqual([])
  })

  it('has features that do not reach into each other but through what they show', () => {
    const feature = (path: string): string | undefined => /^client\/features\/([^/]+)\//.exec(path)?.[1]
    expect(
      breaches((from, to) => {
        const [one, other] = [feature(from), feature(to)]
        return one !== undefined && other !== undefined && one !== other && !/\/[A-Z][A-Za-z]+\.tsx$/.test(to)
      }),
    ).toEqual([])
  })

  it('loads no language model library before a turn needs it', () => {
    const seen = new Set<string>()
    const walk = (path: string): void => {
      if (seen.has(path)) return
      seen.add(path)
      const text = readFileSync(path, 'utf8')
      for (const match of text.matchAll(/^(?:import|export)\s(?!type\b)[^'"]*?from\s*['"]([^'"]+)['"]/gms)) {
        const target = match[1] ?? ''
        expect(`${path} -> ${target}`).not.toMatch(/-> (langchain|@langchain)/)
        if (target.startsWith('#')) walk(target.slice(1))
      }
    }
    walk('server/main.ts')
    expect(seen.size).toBeGreaterThan(60)
  })

  it('starts processes in one place only, and limits them in another', () => {
    expect(breaches((_from, to) => to === 'node:child_process').map((one) => one.split(' ')[0])).toEqual([
      'server/kernels/childMemory.ts',
      'server/kernels/childProcess.ts',
      'server/kernels/python/lineProgram.ts',
    ])
  })

  it('has no import that goes round', () => {
    const done = new Set<string>()
    const visit = (path: string, above: readonly string[]): readonly string[] | undefined => {
      if (above.includes(path)) return [...above.slice(above.indexOf(path)), path]
      if (done.has(path)) return undefined
      for (const to of graph.get(path) ?? []) {
        const found = graph.has(to) ? visit(to, [...above, path]) : undefined
        if (found) return found
      }
      done.add(path)
      return undefined
    }
    for (const path of graph.keys()) expect(visit(path, []) ?? []).toEqual([])
  })

  it('has files that fit in a head', () => {
    const lengths = product.map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length }))
    expect(lengths.filter((one) => one.lines > 301)).toEqual([])
  })
})
