/**
 * A12: the doors are few, and all are listed here. Whoever adds a way to start a process, to hand code to a kernel, a
 * route or a tool of the agent adds it to this list on purpose, or this test fails.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DOORS } from '#agents/tools/doors.ts'
import { TOOLS } from '#agents/tools/toolAnswer.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { routeTable } from '#server/transport/routeTable.ts'

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'testing' ? [] : filesBelow(path)
    return /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) ? [path] : []
  })

const files = ['shared', 'agents', 'server', 'client'].flatMap(filesBelow)
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
const texts = new Map(files.map((path) => [path, withoutComments(readFileSync(path, 'utf8'))]))
const holding = (what: RegExp): readonly string[] =>
  files.filter((path) => what.test(texts.get(path) ?? '')).sort()

describe('in the whole product', () => {
  it('there are files to look at', () => {
    expect(files.length).toBeGreaterThan(150)
    expect(holding(/\bexport\b/).length).toBeGreaterThan(150)
  })

  it('three files start processes: the one for children, the one for their memory limit, the one for Python', () => {
    expect(holding(/node:child_process|['"]child_process['"]|node:cluster|process\.binding/)).toEqual([
      'server/kernels/childMemory.ts',
      'server/kernels/childProcess.ts',
      'server/kernels/python/lineProgram.ts',
    ])
    expect(holding(/node:worker_threads|['"]worker_threads['"]/)).toEqual([])
  })

  it('nothing makes code out of text', () => {
    expect(
      holding(/\beval\(|new Function\(|node:vm|['"]vm['"]|(await|return|=>|\() import\((?!['"])/),
    ).toEqual([])
  })

  it('one line a kernel hands code to it, and only what wires a kernel knows it', () => {
    const doors = ['server/reactors/pythonRun.ts', 'server/reactors/sqlRun.ts']
    expect(holding(/[kK]ernel\b[^\n]*\.run\(|[kK]ernel\s*\[/)).toEqual(doors)
    for (const door of doors) expect(texts.get(door)?.match(/\.run\(/g)).toHaveLength(1)
    expect(holding(/reactors\/(pythonRun|sqlRun)\.ts/)).toEqual(['server/reactors/executeRuns.ts'])
    expect(holding(/\bpythonKernel\b|\bopenPythonKernel\b|\bPythonKernel\b/)).toEqual([
      'server/kernels/kernel.ts',
      'server/kernels/python/openPython.ts',
      'server/kernels/python/pythonKernel.ts',
      'server/pythonReach.ts',
      'server/reactors/pythonRun.ts',
    ])
    expect(holding(/\bpython\.kernel\(/)).toEqual(['server/reactors/executeRuns.ts'])
    // Before code is read, before it runs, and where the run is just that.
    expect(holding(/\.installPackages\(/)).toEqual([
      'server/pythonReach.ts',
      'server/reactors/executeRuns.ts',
      'server/reactors/packagesRun.ts',
    ])
    expect(holding(/\bsqlKernel\b|\bopenSqlKernel\b|\bSqlKernel\b/)).toEqual([
      'server/kernels/duckdb/sqlKernel.ts',
      'server/kernels/kernel.ts',
      'server/openServer.ts',
      'server/reactors/executeRuns.ts',
      'server/reactors/sqlRun.ts',
      'server/reactorsOf.ts',
    ])
    expect(holding(/['"]sqlKernelChild['"]/)).toEqual(['server/kernels/duckdb/sqlKernel.ts'])
  })

  it('one function spends a permit', () => {
    expect(holding(/type: 'RunStarted',/)).toEqual(['shared/decide/runs.ts'])
    expect(holding(/type: 'ProposalApproved',/)).toEqual(['shared/decide/review.ts'])
    expect(holding(/type: 'RetryPermitted',/)).toEqual(['shared/decide/runs.ts'])
  })

  it('two files append to a ledger or make routes outside the table', () => {
    expect(holding(/\bledger\.append\(/)).toEqual(['server/workspace/workspaceHost.ts'])
    expect(holding(/\bapp\.(get|post|put|patch|delete|all|route)\(/)).toEqual([
      'server/transport/http.ts',
      'server/transport/login.ts',
    ])
  })
})

describe('the routes', () => {
  let app: App
  beforeAll(async () => {
    app = await startApp()
  })
  afterAll(() => app.stop())

  it('are these, and who may use each is said', () => {
    const routes = routeTable(app.server.ports, app.folder).map(
      ({ spec }) => `${spec.method} ${spec.path} ${spec.access}`,
    )
    expect(routes.toSorted()).toEqual([
      'GET /api/me person',
      'GET /api/openapi.json person',
      'GET /api/workspaces person',
      'GET /api/workspaces/:w/artifacts/:sha256 member',
      'GET /api/workspaces/:w/artifacts/:sha256/csv member',
      'GET /api/workspaces/:w/artifacts/:sha256/diff member',
      'GET /api/workspaces/:w/artifacts/:sha256/parquet member',
      'GET /api/workspaces/:w/artifacts/:sha256/rows member',
      'GET /api/workspaces/:w/artifacts/:sha256/spread member',
      'GET /api/workspaces/:w/bundle member',
      'GET /api/workspaces/:w/entries member',
      'GET /api/workspaces/:w/lineage member',
      'GET /api/workspaces/:w/notebook member',
      'GET /api/workspaces/:w/state member',
      'GET /healthz public',
      'POST /api/workspaces person',
      'POST /api/workspaces/:w/commands member',
      'POST /api/workspaces/:w/datasets member',
      'POST /api/workspaces/:w/datasets/:d/types member',
      'POST /api/workspaces/:w/invitations member',
      'POST /api/workspaces/:w/notebook-read member',
      'POST /api/workspaces/:w/packages member',
      'POST /api/workspaces/:w/preflight member',
    ])
  })
})

describe("the agent's tools", () => {
  it('are these: six look, five speak, none runs or decides', () => {
    const names = [
      'ask_person',
      'conclude',
      'describe_dataset',
      'list_datasets',
      'outline_plan',
      'propose_step',
      'read_lineage',
      'read_result',
      'read_step',
      'revise_step',
      'sample_rows',
    ]
    expect(Object.keys(TOOLS).toSorted()).toEqual(names)
    expect(Object.keys(DOORS).toSorted()).toEqual(names)
  })
})
