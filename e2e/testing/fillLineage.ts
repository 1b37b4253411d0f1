/** A workspace as it is after years: datasets, objectives and steps that read one another, revised, run again and concluded from. Through the rules, with nothing computed. */
import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { decision, proposal, sqlStep } from '#e2e/testing/moves.ts'
import { newCommandId, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import type { Command } from '#shared/command.ts'
import { DatasetId, Digest, ObjectiveId, RunId, TableName, type ProposalId } from '#shared/ids.ts'
import { lineageOf } from '#shared/lineage/lineageGraph.ts'
import { digestOfName } from '#shared/stepDigest.ts'

const DATASETS = 12
const STEPS_OF_AN_OBJECTIVE = 20
const COLUMNS = ['region', 'day', 'amount', 'delay']
const SYSTEM: Actor = { kind: 'system', id: 'fill' }

const digestOf = (text: string): Digest => Digest.parse(createHash('sha256').update(text).digest('hex'))
const schema = COLUMNS.map((name) => ({ name, type: 'BIGINT' }))

export async function fillLineage(host: WorkspaceHost, owner: Actor, nodes: number): Promise<void> {
  const ask = async (command: Command, actor: Actor): Promise<void> => {
    const answer = await host.dispatch(newCommandId(), command, actor)
    if (!answer.ok) throw new Error(`${command.type}: ${answer.error.detail}`)
  }
  const names: string[] = []
  for (let at = 0; at < DATASETS && at < nodes / 8; at += 1) {
    names.push(`source_${at}`)
    await ask(addDataset(`source_${at}`), owner)
  }
  let objectiveId = ObjectiveId.parse(uuidv7())
  for (let step = 0; isShort(host, nodes, step); step += 1) {
    if (step % STEPS_OF_AN_OBJECTIVE === 0) {
      objectiveId = ObjectiveId.parse(uuidv7())
      const text = `Which region is late most often? ${step}`
      await ask({ type: 'WriteObjective', data: { objectiveId, text, acceptance: [] } }, owner)
    }
    const inputs = inputsOf(names, step)
    const output = `step_${step}`
    const proposing = proposal(sqlStep(`SELECT * FROM ${inputs.join(', ')}`, output), { objectiveId })
    await ask(proposing, owner)
    await ask(preflight(host, proposing.data.proposalId, inputs), SYSTEM)
    const app = { state: host.state }
    await ask(decision(app, proposing.data.proposalId), owner)
    const runId = RunId.parse(uuidv7())
    await ask(
      { type: 'StartRun', data: { runId, proposalId: proposing.data.proposalId, force: false } },
      owner,
    )
    await ask(finish(runId, output), SYSTEM)
    names.push(output)
  }
}

/** Counting is dear, and a step adds four nodes: it is counted when it may be enough. */
const isShort = (host: WorkspaceHost, nodes: number, steps: number): boolean =>
  steps * 4 < nodes - 100 || lineageOf(host.state()).nodes.length < nodes

/** Two tables: mostly what was made a little before, now and then a dataset. */
function inputsOf(names: readonly string[], step: number): readonly string[] {
  const near = names[Math.max(0, names.length - 1 - ((step * 7) % 40))] ?? names[0] ?? ''
  const far = names[(step * 5) % Math.min(names.length, DATASETS)] ?? ''
  return step % 3 === 0 || near === far ? [far] : [near, far]
}

function addDataset(name: string): Command {
  const digest = digestOf(name)
  return {
    type: 'AddDataset',
    data: {
      datasetId: DatasetId.parse(uuidv7()),
      name: TableName.parse(name),
      version: {
        source: { kind: 'upload', fileName: `${name}.csv`, digest, bytes: 1 },
        digest,
        contentDigest: digest,
        bytes: 1,
        rows: 1,
        columns: schema.map((column) => ({ ...column, sensitivity: 'none' as const })),
        profile: digest,
      },
    },
  }
}

function preflight(host: WorkspaceHost, proposalId: ProposalId, inputs: readonly string[]): Command {
  const read = inputs.map((input) => TableName.parse(input))
  return {
    type: 'RecordPreflight',
    data: {
      proposalId,
      analysis: {
        reads: read.map((name) => ({ name, columns: COLUMNS })),
        output: schema,
        functions: [],
        lineage: {
          columns: COLUMNS.map((column) => ({ column, from: read.map((table) => ({ table, column })) })),
          rows: [],
          coarse: [],
        },
        findings: [],
        estimatedRows: 'unknown',
      },
      asserts: [],
      basis: read.flatMap((name) => {
        const digest = digestOfName(host.state(), name)
        return digest ? [{ name, digest }] : []
      }),
    },
  }
}

const finish = (runId: RunId, output: string): Command => ({
  type: 'FinishRun',
  data: {
    runId,
    outcome: {
      kind: 'succeeded',
      milliseconds: 5,
      asserts: [],
      artifact: {
        kind: 'table',
        name: TableName.parse(output),
        digest: digestOf(output),
        contentDigest: digestOf(output),
        bytes: 1,
        rows: 1,
        schema,
      },
    },
  },
})
