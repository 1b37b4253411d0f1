/** All walls are raised once before Python is offered: those that can't be had are not claimed, and without the rest it is refused. */
import { openMemoryGroup, type CgroupPlaces } from '#server/kernels/python/memoryGroup.ts'
import { lastLineOf, outputOf } from '#server/kernels/python/lineProgram.ts'
import type { Shared } from '#server/kernels/python/sandbox.ts'
import { err, ok, type Result } from '#shared/result.ts'

export type Walls = {
  /** What the sandbox shows of the machine. */
  readonly shared: readonly Shared[]
  /** Which walls there are, in the words that are recorded with each run. */
  readonly sandbox: string
  close(): Promise<void>
}

type Trial = {
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** `trial` is the command that raises all walls with nothing to run. The error is why they can't be had. */
export async function tryWalls(
  trial: (shared: readonly Shared[]) => Trial,
  shared: readonly Shared[],
  places: CgroupPlaces,
): Promise<Result<Walls, string>> {
  const attempt = async (within: readonly Shared[]) => {
    const { command, env } = trial(within)
    return outputOf(command, env)
  }
  const group = openMemoryGroup(places)
  if (group) {
    const within = [...shared, { from: group.folder, to: '/cgroup', isWritable: true }]
    const tried = await attempt(within)
    if (tried.code === 0)
      return ok({ shared: within, sandbox: `bubblewrap, ${tried.output}`, close: () => group.close() })
    // It is there and can't be used: the other walls stand without it.
    await group.close()
  }
  const tried = await attempt(shared)
  return tried.code === 0
    ? ok({ shared, sandbox: `bubblewrap, ${tried.output}`, close: () => Promise.resolve() })
    : err(lastLineOf(tried.detail))
}
