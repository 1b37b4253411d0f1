/** What the SQL children of this process hold, as the operating system counts it. */
import { readdirSync, readFileSync } from 'node:fs'

const NUMBER_OF = { now: /^VmRSS:\s+(\d+) kB/m, peak: /^VmHWM:\s+(\d+) kB/m } as const

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It ended between being listed and being read.
    return ''
  }
}

export const sqlChildren = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(textOf(`/proc/${pid}/status`)))
    .filter((pid) => textOf(`/proc/${pid}/cmdline`).includes('sqlKernelChild'))
    .map(Number)

export function megabytesOf(pid: number, which: keyof typeof NUMBER_OF): number {
  return Number(NUMBER_OF[which].exec(textOf(`/proc/${pid}/status`))?.[1] ?? '0') / 1024
}

/** Reads every few milliseconds, so that the last reading before its end is not far from its peak. */
export function watchPeak(pid: number): () => number {
  let peak = 0
  const look = (): void => {
    peak = Math.max(peak, megabytesOf(pid, 'peak'))
  }
  const timer = setInterval(look, 2)
  return () => {
    look()
    clearInterval(timer)
    return peak
  }
}
