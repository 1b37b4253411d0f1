/** What a person does, in the few words that tests need: propose, look, decide; over HTTP, with the digests of the screen. */
import { v7 as uuidv7 } from 'uuid'
import type { App, Answer, Someone } from '#e2e/testing/startApp.ts'
import type { PersonCommand } from '#shared/command.ts'
import { DecisionId, Digest, PermitId, ProposalId, RunId, StepId, TableName } from '#shared/ids.ts'
import { DEFAULT_LIMITS, type StepContent } from '#shared/step.ts'
import { identityOf } from '#shared/stepDigest.ts'
import { viewDigestOf } from '#shared/view.ts'
import type { Proposal } from '#shared/workspace.ts'

export const sqlStep = (code: string, output: string): StepContent => ({
  language: 'sql',
  code,
  parameters: {},
  output: TableName.parse(output),
  network: false,
  limits: DEFAULT_LIMITS,
})

/** It has more time than one of SQL: a busy machine loads the libraries first. */
export const pythonStep = (code: string, output: string, ...also: readonly string[]): StepContent => ({
  ...sqlStep(code, output),
  language: 'python',
  ...(also.length > 0 ? { alsoOutputs: also.map((name) => TableName.parse(name)) } : {}),
})

export const proposal = (
  content: StepContent,
  more: Partial<Extract<PersonCommand, { type: 'ProposeStep' }>['data']> = {},
): Extract<PersonCommand, { type: 'ProposeStep' }> => ({
  type: 'ProposeStep',
  data: {
    proposalId: ProposalId.parse(uuidv7()),
    stepId: StepId.parse(uuidv7()),
    change: 'add',
    content,
    title: content.output,
    rationale: '',
    ...more,
  },
})

/** Proposes and waits for preflight; gives the proposal as it stands then. */
export async function propose(app: App, by: Someone, content: StepContent): Promise<Proposal> {
  const command = proposal(content)
  const answer = await by.send(command)
  if (answer.status !== 200) throw new Error(`not proposed: ${JSON.stringify(answer.body)}`)
  return app.until((state) => {
    const found = state.proposals.get(command.data.proposalId)
    return found && found.status !== 'proposed' ? found : undefined
  }, `preflight of ${content.output}`)
}

export function decision(
  app: Pick<App, 'state'>,
  proposalId: ProposalId,
  more: Partial<Extract<PersonCommand, { type: 'DecideProposal' }>['data']> = {},
): Extract<PersonCommand, { type: 'DecideProposal' }> {
  const found = app.state().proposals.get(proposalId)
  const identity = found && identityOf(app.state(), found)
  return {
    type: 'DecideProposal',
    data: {
      decisionId: DecisionId.parse(uuidv7()),
      permitId: PermitId.parse(uuidv7()),
      proposalId,
      stepDigest: identity?.state === 'known' ? identity.digest : NO_DIGEST,
      viewDigest: found ? viewDigestOf(app.state(), found) : NO_DIGEST,
      verdict: 'approve',
      overrides: [],
      ...more,
    },
  }
}

const NO_DIGEST = Digest.parse('0'.repeat(64))

export const approve = (app: App, by: Someone, one: Proposal): Promise<Answer> =>
  by.send(decision(app, one.proposalId))

export const startRun = (by: Someone, proposalId: ProposalId): Promise<Answer> =>
  by.send({ type: 'StartRun', data: { runId: RunId.parse(uuidv7()), proposalId, force: false } })

/** Proposes, approves and waits for the run's end. */
export async function runStep(app: App, by: Someone, content: StepContent): Promise<Proposal> {
  const proposed = await propose(app, by, content)
  const answer = await approve(app, by, proposed)
  if (answer.status !== 200) throw new Error(`not approved: ${JSON.stringify(answer.body)}`)
  return app.until((state) => {
    const now = state.proposals.get(proposed.proposalId)
    return now && !['in-review', 'approved', 'running'].includes(now.status) ? now : undefined
  }, `the run of ${content.output}`)
}
