import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import type { Problem } from '#client/connection/problem.ts'
import { request } from '#client/connection/request.ts'
import type { FoldStore } from '#client/workspace/foldStore.ts'
import type { PersonCommand } from '#shared/command.ts'
import type { WorkspaceId } from '#shared/ids.ts'
import { WireEntry } from '#shared/protocol.ts'
import { ok, type Result } from '#shared/result.ts'

const Answer = z.object({ entries: z.array(WireEntry) })

export type Send = (command: PersonCommand) => Promise<Result<undefined, Problem>>

/** What was recorded is in the fold when this answers yes, also when the live socket is slower. */
export const sendTo =
  (workspaceId: WorkspaceId, fold: FoldStore): Send =>
  async (command) => {
    const answer = await request(`/api/workspaces/${workspaceId}/commands`, Answer, {
      method: 'POST',
      body: { commandId: uuidv7(), ...command },
    })
    if (!answer.ok) return answer
    // A gap is filled by the live socket.
    fold.take(answer.value.entries)
    return ok(undefined)
  }
