/**
 * Python packages of a workspace's own: one step whose code is a lock, so that they are proposed, reviewed, run and recorded
 * like any step. What was installed last, with success, is part of the environment of every Python step.
 */
import { digestOf } from '#shared/digest.ts'
import { TableName, type Digest } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { resolve } from '#shared/scope.ts'
import type { Environment } from '#shared/run.ts'
import type { Language } from '#shared/constraint.ts'
import type { Run, WorkspaceState } from '#shared/workspace.ts'

/** There is one such step in a workspace, and this is what it is called. */
export const PACKAGES_NAME = TableName.parse('python_packages')

export type LockedPackage = { readonly name: string; readonly version: string; readonly sha256: string }
export type Lock = {
  /** What a person asked for, as they wrote it. */
  readonly wanted: readonly string[]
  readonly packages: readonly LockedPackage[]
}

const MOST = 200
/** A name, perhaps with extras, and bounds on its version: no address, no path, no option of the installer. */
const WANTED =
  /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?(?:\[[A-Za-z0-9._, -]{1,200}\])?\s*(?:(?:===?|~=|!=|<=?|>=?)\s*[A-Za-z0-9.*+!_-]{1,50}\s*(?:,\s*|$))*$/
const LOCKED = /^([a-z0-9][a-z0-9-]{0,99})==([A-Za-z0-9.+!_-]{1,50}) --hash=sha256:([0-9a-f]{64})$/
const ASKED = '# wanted: '

/** The lines of what a person wrote; comments and empty lines are left out. The error names the line. */
export function wantedIn(text: string): Result<readonly string[], string> {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (lines.length === 0)
    return err('Name a package, like statsmodels or statsmodels>=0.14, one on each line')
  if (lines.length > MOST) return err(`These are ${lines.length} packages; up to ${MOST} can be named`)
  const odd = lines.find((line) => !WANTED.test(line))
  return odd === undefined
    ? ok(lines)
    : err(
        `"${odd.slice(0, 80)}" is no package: write its name, and bounds on its version if it needs any, like statsmodels>=0.14`,
      )
}

/** The code of the step: what was asked for, and exactly what that comes to. */
export const lockText = ({ wanted, packages }: Lock): string =>
  [
    ...wanted.map((one) => `${ASKED}${one}`),
    ...packages
      .toSorted((one, other) => one.name.localeCompare(other.name))
      .map(({ name, version, sha256 }) => `${name}==${version} --hash=sha256:${sha256}`),
    '',
  ].join('\n')

/** The error is a sentence, with the line from 1. */
export function readLock(code: string): Result<Lock, { readonly text: string; readonly line: number }> {
  const wanted: string[] = []
  const packages: LockedPackage[] = []
  for (const [at, line] of code.split('\n').entries()) {
    if (line === '') continue
    if (line.startsWith(ASKED)) {
      wanted.push(line.slice(ASKED.length))
      continue
    }
    const [, name, version, sha256] = LOCKED.exec(line) ?? []
    if (name === undefined || version === undefined || sha256 === undefined)
      return err({
        text: 'A line is no package with its version and the hash of its one file.',
        line: at + 1,
      })
    if (packages.some((one) => one.name === name))
      return err({ text: `${name} is there twice.`, line: at + 1 })
    packages.push({ name, version, sha256 })
  }
  if (packages.length === 0) return err({ text: 'No package is named.', line: 1 })
  if (packages.length > MOST) return err({ text: `More than ${MOST} packages are named.`, line: 1 })
  return ok({ wanted, packages })
}

/** What a person would write to get this lock; for code that is none, the code. */
export function wantedOf(code: string): string {
  const lock = readLock(code)
  return lock.ok && lock.value.wanted.length > 0 ? lock.value.wanted.join('\n') : code
}

/** Whether a draft says what stands in a step: of packages, what was asked for. */
export const isSameDraft = (
  { language, code }: { readonly language: Language; readonly code: string },
  text: string,
): boolean => code === text || (language === 'packages' && wantedOf(code) === text.trim())

export type OwnPackages = { readonly lock: Digest; readonly code: string }

/** Those that were installed last; undefined where there are none, or the step was removed. */
export function packagesIn(state: WorkspaceState): OwnPackages | undefined {
  const named = resolve(state, PACKAGES_NAME)
  if (named?.kind !== 'step') return undefined
  let latest: Run | undefined
  for (const proposalId of named.step.proposalIds) {
    const proposal = state.proposals.get(proposalId)
    if (proposal?.content.language !== 'packages') continue
    for (const runId of proposal.runIds) {
      const run = state.runs.get(runId)
      if (run?.status === 'succeeded' && (!latest || run.seq > latest.seq)) latest = run
    }
  }
  const code = latest && state.proposals.get(latest.proposalId)?.content.code
  return code === undefined ? undefined : { lock: digestOf(code), code }
}

/** The lock of this digest, wherever in the record it was proposed. */
export const lockOf = (state: WorkspaceState, digest: string): string | undefined =>
  [...state.proposals.values()].find(
    ({ content }) => content.language === 'packages' && digestOf(content.code) === digest,
  )?.content.code

/** What executes a language in this workspace now, as it enters the digest of a step. */
export function environmentFor(state: WorkspaceState, language: Language): Environment {
  const recorded = state.environments.get(language) ?? {}
  const own = language === 'python' ? packagesIn(state) : undefined
  return own ? { ...recorded, packages: own.lock } : recorded
}
