/** Which group is found, told on folders as the kernel lays them out; that one works is tried with the real sandbox. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openMemoryGroup } from '#server/kernels/python/memoryGroup.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cgroup-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function file(path: string, text: string): string {
  const whole = join(root, path)
  mkdirSync(dirname(whole), { recursive: true })
  writeFileSync(whole, text)
  return whole
}
const open = (self: string) => openMemoryGroup({ root, self: file('self', self), owner: undefined })
const placeOf = (folder: string | undefined): string => dirname(folder ?? '').slice(root.length)

it('is in version 2 the nearest above that hands memory on', () => {
  file('cgroup.controllers', 'cpuset cpu io memory pids\n')
  file('cgroup.subtree_control', 'memory pids\n')
  file('user.slice/me.service/cgroup.subtree_control', 'memory pids\n')
  file('user.slice/me.service/app.scope/cgroup.subtree_control', '\n')
  const group = open('0::/user.slice/me.service/app.scope\n')
  expect(group?.version).toBe(2)
  expect(placeOf(group?.folder)).toBe('/user.slice/me.service')
  expect(readFileSync(join(group?.folder ?? '', 'cgroup.subtree_control'), 'utf8')).toBe('+memory')
})

it('is in version 2 none where nobody above hands memory on', () => {
  file('cgroup.controllers', 'cpu memory\n')
  file('cgroup.subtree_control', 'cpu\n')
  file('app.scope/cgroup.subtree_control', 'cpu pids\n')
  expect(open('0::/app.scope\n')).toBeUndefined()
})

it('is in version 1 below the group of this process', () => {
  file('memory/box/tasks', '')
  const group = open('5:cpu,cpuacct:/\n4:memory:/box\n0::/\n')
  expect(group?.version).toBe(1)
  expect(placeOf(group?.folder)).toBe('/memory/box')
})

it.each([
  ['there are no groups', ''],
  ['memory is not among them', '4:cpu:/\n0::/\n'],
  ['its own can not be written', '4:memory:/nowhere\n'],
])('is none where %s', (_, self) => {
  expect(open(self)).toBeUndefined()
})

it('goes when it is closed, with those of servers that are no more, and not those of living ones', async () => {
  const left = join(root, 'memory', 'countersign-999999999-a')
  const living = join(root, 'memory', `countersign-${process.ppid}-b`)
  mkdirSync(join(left, 'run'), { recursive: true })
  mkdirSync(living, { recursive: true })
  const group = open('4:memory:/\n')
  expect(readdirSync(join(root, 'memory'))).toHaveLength(2)
  expect([existsSync(left), existsSync(living)]).toEqual([false, true])
  mkdirSync(join(group?.folder ?? '', 'run'))
  await group?.close()
  expect(readdirSync(join(root, 'memory'))).toEqual([living.slice(join(root, 'memory').length + 1)])
})
