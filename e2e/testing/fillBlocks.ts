/** Large workspaces for what is drawn of them: recorded by the host itself, as a person's commands are. */
import { v7 as uuidv7 } from 'uuid'
import { proposal, sqlStep } from '#e2e/testing/moves.ts'
import type { App } from '#e2e/testing/startApp.ts'
import { newCommandId } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import type { PersonCommand } from '#shared/command.ts'
import { ObjectiveId } from '#shared/ids.ts'

/** Objectives with steps that read the one two before them in the group, and now and then one of the group before. */
export async function fillBlocks(app: App, groups: number, steps: number): Promise<void> {
  const host = app.server.ports.workspaces.host(app.workspaceId)
  if (!host) throw new Error('The workspace is not open')
  const actor: Actor = { kind: 'human', id: app.owner.personId }
  const ask = async (command: PersonCommand): Promise<void> => {
    await host.dispatch(newCommandId(), command, actor)
  }
  for (let group = 0; group < groups; group += 1) {
    const objectiveId = ObjectiveId.parse(uuidv7())
    await ask({
      type: 'WriteObjective',
      data: { objectiveId, text: `Which region sells most of product ${group}?`, acceptance: [] },
    })
    for (let step = 0; step < steps; step += 1) {
      const near = step < 2 ? 'orders' : `out_${group}_${step - 2}`
      const from = step === 5 && group > 0 ? `out_${group - 1}_3` : near
      const code = `SELECT region, sum(amount) AS amount\nFROM ${from}\nWHERE amount > ${step}\nGROUP BY region`
      await ask(proposal(sqlStep(code, `out_${group}_${step}`), { objectiveId }))
    }
    await app.until(
      (state) => [...state.proposals.values()].every((one) => one.status !== 'proposed'),
      `preflight of group ${group}`,
    )
  }
}
