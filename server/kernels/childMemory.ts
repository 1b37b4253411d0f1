/** Keeps a child within its memory by two fences: the kernel's limit on address space, and a watch over what is resident. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

export interface MemoryWatch {
  stop(): void
}

const PAGE = 4096
const MEGABYTE = 1_048_576
const LOOK_EVERY_MS = 10
/** Above the limit the inner fence stands this high, so that what is taken between two looks stays within a quarter. */
const MARGIN = 1.1
const PRLIMIT = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path))

/** What V8 and the allocators reserve and hardly touch, measured: a query that fits its limit never meets the outer fence. */
const RESERVED_MB = 768

/**
 * The limit counts from what the child holds when the watch begins. The outer fence makes an allocation fail inside
 * the child, which then says so; the inner one ends a child that filled its memory in many small steps.
 */
export function watchMemory(pid: number, megabytes: number, onExceeded: () => void): MemoryWatch {
  const atStart = memoryOf(pid)
  if (!atStart) return { stop: () => undefined }
  const most = atStart.resident + megabytes * MARGIN * MEGABYTE
  limitAddressSpace(pid, Math.round(atStart.mapped + (megabytes * MARGIN + RESERVED_MB) * MEGABYTE))
  const timer = setInterval(() => {
    const now = memoryOf(pid)
    if (now && now.resident > most) onExceeded()
  }, LOOK_EVERY_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

function limitAddressSpace(pid: number, bytes: number): void {
  if (!PRLIMIT) return
  const limiter = spawn(PRLIMIT, ['--pid', String(pid), `--as=${bytes}`], { stdio: 'ignore', env: {} })
  // A child that is gone can't be limited, and need not be.
  limiter.on('error', () => undefined)
}

/** Undefined where there is no /proc, or no such process any more. */
function memoryOf(pid: number): { readonly mapped: number; readonly resident: number } | undefined {
  const path = `/proc/${pid}/statm`
  if (!existsSync(path)) return undefined
  const [mapped, resident] = textOf(path).split(' ').map(Number)
  if (mapped === undefined || resident === undefined || !Number.isFinite(mapped + resident)) return undefined
  return { mapped: mapped * PAGE, resident: resident * PAGE }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
