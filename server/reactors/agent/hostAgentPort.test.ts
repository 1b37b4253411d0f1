import { expect, it, describe } from 'vitest'
import { createMemoryLedger } from '#server/ledger/memoryLedger.ts'
import { hostAgentPort } from '#server/reactors/agent/hostAgentPort.ts'
import type { TableRows } from '#server/reactors/agent/tableRows.ts'
import { newCommandId, openWorkspace } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import type { AgentCall } from '#shared/agentTurn.ts'
import type { Command } from '#shared/command.ts'
import {
  NOON,
  ask,
  createWorkspace,
  digest,
  owner,
  planner,
  system,
  turnId,
} from '#shared/testing/examples.ts'
import { chainWorkspace } from '#shared/ledger/testing/chains.ts'

const rows: TableRows = {
  firstRows: () => Promise.resolve([]),
  profile: () => Promise.reject(new Error('No table is profiled here')),
}

const call: AgentCall = {
  kind: 'model',
  model: 'playbook',
  inputTokens: 1,
  outputTokens: 1,
  milliseconds: 1,
  sent: digest(1),
  outcome: 'says nothing',
}

async function askedHost() {
  const host = openWorkspace(chainWorkspace, {
    ledger: createMemoryLedger(),
    now: () => NOON,
    model: () => 'playbook',
  })
  const tell = async (command: Command, actor: Actor = owner): Promise<void> => {
    const answer = await host.dispatch(newCommandId(), command, actor)
    if (!answer.ok) throw new Error(answer.error.detail)
  }
  await tell(createWorkspace, system)
  await tell(ask)
  const turn = host.state().turns.get(turnId(1))
  if (!turn) throw new Error('The turn did not start')
  return { host, turn, tell }
}

describe("the agent's record", () => {
  it('stands in the ledger before the turn goes on', async () => {
    const { host, turn } = await askedHost()
    await hostAgentPort(host, turn, planner, rows).record(call)
    expect(host.state().turns.get(turn.turnId)?.calls).toEqual([call])
  })

  it('says so when a call may not be recorded, so that the turn ends', async () => {
    const { host, turn } = await askedHost()
    const port = hostAgentPort(host, turn, owner, rows)
    await expect(port.record(call)).rejects.toThrow('A call of the agent could not be recorded')
  })

  it('lets a call go that came back after a person stopped the turn', async () => {
    const { host, turn, tell } = await askedHost()
    await tell({ type: 'StopAgent', data: { turnId: turn.turnId } })
    await hostAgentPort(host, turn, planner, rows).record(call)
    expect(host.state().turns.get(turn.turnId)?.calls).toEqual([])
  })
})
