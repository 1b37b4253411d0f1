/**
 * A control group of the kernel in which runs are counted, where the machine gives one to this server: an address-space
 * limit binds one process, a group binds all that a run starts. Version 2 by delegation or as root, version 1 as root.
 */
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as newId } from 'uuid'

export type MemoryGroup = {
  readonly version: 1 | 2
  /** A group of this server's own; each run makes one in it. */
  readonly folder: string
  /** Takes it away again, once what was killed in it is gone; what stays busy is left to the next start. */
  close(): Promise<void>
}

export type CgroupPlaces = {
  /** Where the hierarchies are mounted, and the file that says where this process stands in them. */
  readonly root: string
  readonly self: string
  /** Who the runs belong to; undefined where that is the server's own user. */
  readonly owner: number | undefined
}

const TURNS = 100
const TURN_MS = 20
/** With the process that made it. */
const OURS = /^countersign-(\d+)-/

/** Undefined where the machine gives none; that a group which was given works is for a trial to say. */
export function openMemoryGroup({ root, self, owner }: CgroupPlaces): MemoryGroup | undefined {
  const lines = textOf(self).split('\n')
  const memory = lines.find((line) => line.split(':')[1]?.split(',').includes('memory'))
  const unified = lines.find((line) => line.startsWith('0::'))
  const places: readonly Place[] = [
    ...(textOf(join(root, 'cgroup.controllers')).split(/\s+/).includes('memory') && unified !== undefined
      ? foldersUpFrom(unified.slice(3)).map((path): Place => ({ version: 2, parent: join(root, path) }))
      : []),
    ...(memory === undefined
      ? []
      : [{ version: 1 as const, parent: join(root, 'memory', memory.split(':')[2] ?? '/') }]),
  ]
  for (const place of places) {
    const folder = madeIn(place, owner)
    if (folder !== undefined) return { version: place.version, folder, close: () => removePatiently(folder) }
  }
  return undefined
}

type Place = { readonly version: 1 | 2; readonly parent: string }

/** A group with members can have no members' groups in version 2: so it is looked for above as well. */
function foldersUpFrom(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '')
  return [...parts.map((_, at) => parts.slice(0, parts.length - at).join('/')), '']
}

function madeIn({ version, parent }: Place, owner: number | undefined): string | undefined {
  const folder = join(parent, `countersign-${process.pid}-${newId()}`)
  try {
    if (version === 2 && !textOf(join(parent, 'cgroup.subtree_control')).split(/\s+/).includes('memory'))
      return undefined
    removeLeftIn(parent)
    mkdirSync(folder)
  } catch {
    return undefined
  }
  try {
    if (version === 2) writeFileSync(join(folder, 'cgroup.subtree_control'), '+memory')
    if (owner !== undefined)
      for (const path of [folder, join(folder, 'cgroup.procs')]) chownSync(path, owner, owner)
    return folder
  } catch {
    removeGroup(folder)
    return undefined
  }
}

/** Of servers that ended without a word. */
function removeLeftIn(parent: string): void {
  for (const name of readdirSync(parent)) {
    const maker = OURS.exec(name)?.[1]
    if (maker !== undefined && !existsSync(`/proc/${maker}`)) removeGroup(join(parent, name))
  }
}

/** Processes that were killed take a moment to be gone. */
async function removePatiently(folder: string): Promise<void> {
  for (let turn = 0; turn < TURNS && !removeGroup(folder); turn += 1) await sleep(TURN_MS)
}

/** Whether it is gone. */
function removeGroup(folder: string): boolean {
  try {
    for (const one of readdirSync(folder, { withFileTypes: true }))
      if (one.isDirectory()) rmdirSync(join(folder, one.name))
    rmdirSync(folder)
    return true
  } catch {
    // Busy: somebody's run is in it.
    return !existsSync(folder)
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
