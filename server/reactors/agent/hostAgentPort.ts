/** The agent's port on a live workspace. Everything that it does becomes a command of an agent actor; the gate answers. */
import { v7 as uuidv7 } from 'uuid'
import type { AgentPort, Tainted } from '#agents/port.ts'
import type { Refused } from '#agents/seen.ts'
import type { ProposeStepAnswer, ProposeStepArguments, ReviseStepArguments } from '#agents/tools/act.ts'
import { awaitPreflight } from '#server/reactors/agent/awaitPreflight.ts'
import {
  columnsWithSensitivity,
  datasetDescriptionOf,
  datasetSummaryOf,
  seenLineageOf,
  seenProposalOf,
  seenRunOf,
} from '#server/reactors/agent/seenOf.ts'
import type { TableRows } from '#server/reactors/agent/tableRows.ts'
import { newCommandId, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import type { Citation } from '#shared/agentTurn.ts'
import type { Command } from '#shared/command.ts'
import { nameKey, ProposalId, QuestionId, StepId } from '#shared/ids.ts'
import { isCountersigned } from '#shared/proposal.ts'
import { definitionOf, lastProposalOf, resolve } from '#shared/scope.ts'
import { latestRunOf } from '#shared/staleness.ts'
import { DEFAULT_LIMITS, outputsOf, type StepContent } from '#shared/step.ts'
import type { Proposal, Step, Turn, WorkspaceState } from '#shared/workspace.ts'
import { artifactNamed } from '#shared/artifact.ts'

export function hostAgentPort(
  host: WorkspaceHost,
  turn: Turn,
  agent: Actor,
  rows: TableRows,
  whyNoPython: () => string | undefined = () => undefined,
): AgentPort {
  const { turnId, objectiveId } = turn
  const send = async (command: Command): Promise<Refused | undefined> => {
    const answer = await host.dispatch(newCommandId(), command, agent)
    return answer.ok ? undefined : { refused: answer.error.detail }
  }

  const propose = async (
    asked: ProposeStepArguments & Tainted,
    step: Step | undefined,
    earlier: Proposal | undefined,
  ): Promise<ProposeStepAnswer> => {
    const proposalId = ProposalId.parse(uuidv7())
    const state = host.state()
    const refused = await send({
      type: 'ProposeStep',
      data: {
        proposalId,
        stepId: step?.stepId ?? StepId.parse(uuidv7()),
        change: step && definitionOf(state, step) ? 'change' : 'add',
        content: contentOf(asked, earlier),
        title: asked.title,
        rationale: asked.rationale,
        objectiveId,
        turnId,
        taint: [...asked.taint],
        ...(earlier ? { supersedes: earlier.proposalId } : {}),
      },
    })
    return refused ?? awaitPreflight(host, proposalId)
  }

  return {
    whyNoPython,
    listDatasets: async () => [...host.state().datasets.values()].map(datasetSummaryOf),
    async describeDataset(name) {
      const named = resolve(host.state(), name)
      return named?.kind === 'dataset'
        ? datasetDescriptionOf(named.dataset, rows)
        : { refused: `There is no dataset ${name}` }
    },
    async sampleRows(name, limit) {
      const state = host.state()
      const named = resolve(state, name)
      if (named?.kind === 'dataset') {
        const { current } = named.dataset
        return {
          name: named.name,
          totalRows: current.rows,
          columns: [...current.columns],
          rows: await rows.firstRows(current.digest, limit),
        }
      }
      const artifact = named && artifactNamed(latestRunOf(state, named.step) ?? {}, name)
      if (!named || artifact?.kind !== 'table') return { refused: `${name} has no rows to look at yet` }
      return {
        name: named.name,
        totalRows: artifact.rows,
        columns: columnsWithSensitivity(state, named.name, artifact.schema),
        rows: await rows.firstRows(artifact.digest, limit),
      }
    },
    async readStep(name) {
      const state = host.state()
      const proposal = proposalNamed(state, name)
      return proposal ? seenProposalOf(state, proposal, rows) : { refused: `There is no step ${name}` }
    },
    async readResult(name, limit) {
      const state = host.state()
      const step = stepNamed(state, name)
      const run = step && latestRunOf(state, step)
      return run ? seenRunOf(state, run, rows, limit, name) : { refused: `${name} has not run` }
    },
    async readLineage(name) {
      const named = resolve(host.state(), name)
      return named ? seenLineageOf(host.state(), named) : { refused: `Nothing is called ${name}` }
    },
    async outlinePlan({ steps }) {
      return (await send({ type: 'OutlinePlan', data: { turnId, steps } })) ?? { outcome: 'outlined' }
    },
    proposeStep: (asked) => propose(asked, undefined, undefined),
    async reviseStep({ proposalId, ...asked }) {
      const state = host.state()
      const named = state.proposals.get(proposalId)
      const step = named && state.steps.get(named.stepId)
      if (!step) return { refused: `There is no proposal ${proposalId}` }
      return propose(asked, step, lastProposalOf(state, step))
    },
    async askPerson({ text, options }) {
      const questionId = QuestionId.parse(uuidv7())
      const refused = await send({
        type: 'AskPerson',
        data: { questionId, turnId, text, options: options ?? [] },
      })
      return refused ?? { outcome: 'asked', questionId }
    },
    async conclude({ text, citations }) {
      const state = host.state()
      const cited = citations.flatMap(({ artifact, runId, claim }): Citation[] => {
        const found = artifact ?? (runId && state.runs.get(runId)?.artifact?.digest)
        return found ? [{ artifact: found, claim }] : []
      })
      if (cited.length < citations.length)
        return { refused: 'A cited run has no artifact; cite what read_result gave' }
      return (
        (await send({ type: 'Conclude', data: { turnId, text, citations: cited } })) ?? {
          outcome: 'concluded',
        }
      )
    },
    async record(call) {
      const command: Command = { type: 'RecordAgentCall', data: { turnId, call } }
      const answer = await host.dispatch(newCommandId(), command, agent)
      // A turn that a person stopped meanwhile takes no more entries; the loop learns of its end by its signal.
      if (!answer.ok && answer.error.code !== 'turn-ended')
        throw new Error(`A call of the agent could not be recorded: ${answer.error.detail}.`)
    },
  }
}

function contentOf(
  { language, code, output, alsoOutputs, parameters }: ProposeStepArguments | ReviseStepArguments,
  earlier: Proposal | undefined,
): StepContent {
  return {
    language,
    code,
    output,
    ...(alsoOutputs && alsoOutputs.length > 0 ? { alsoOutputs } : {}),
    parameters: parameters ?? {},
    network: false,
    limits: earlier?.content.limits ?? DEFAULT_LIMITS,
  }
}

function stepNamed(state: WorkspaceState, name: string): Step | undefined {
  const named = resolve(state, name)
  if (named?.kind === 'step') return named.step
  const byProposal = [...state.proposals.values()].find((one) => one.proposalId === name)
  return [...state.steps.values()].find((one) => one.stepId === (byProposal?.stepId ?? name))
}

/** By output name, step id or proposal id; among steps of a name the one that is countersigned comes first. */
function proposalNamed(state: WorkspaceState, name: string): Proposal | undefined {
  const step = stepNamed(state, name)
  if (step) return lastProposalOf(state, step)
  return [...state.proposals.values()]
    .filter((one) => outputsOf(one.content).some((output) => nameKey(output) === nameKey(name)))
    .sort((one, other) => Number(isCountersigned(other.status)) - Number(isCountersigned(one.status)))[0]
}
