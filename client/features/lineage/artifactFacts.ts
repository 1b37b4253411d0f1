/** What the side panel says of a table or chart: where it came from, and by whose word it was made. */
import { fact, type NodeFacts } from '#client/features/lineage/facts.ts'
import { nameOf } from '#client/workspace/names.ts'
import { fileNameOf } from '#client/workspace/fileNameOf.ts'
import { counted, whenOf } from '#client/workspace/when.ts'
import { Digest } from '#shared/ids.ts'
import { artifactOf, producerOf } from '#shared/lineage/columnLineage.ts'
import type { Run, WorkspaceState } from '#shared/workspace.ts'

export function artifactFacts(state: WorkspaceState, id: string): NodeFacts | undefined {
  const parsed = Digest.safeParse(id)
  if (!parsed.success) return undefined
  const digest = parsed.data
  const run = producerOf(state, digest)
  return run ? resultFacts(state, digest, run) : datasetFacts(state, digest)
}

function resultFacts(state: WorkspaceState, digest: Digest, run: Run): NodeFacts | undefined {
  const artifact = artifactOf(state, digest)
  if (!artifact) return undefined
  const proposal = state.proposals.get(run.proposalId)
  const approvals = proposal?.decisions.filter((one) => one.verdict === 'approve') ?? []
  return {
    title: artifact.name,
    block: run.stepId,
    facts: [
      fact(
        'What',
        artifact.kind === 'table'
          ? `${counted(artifact.rows, 'row')}, ${counted(artifact.schema.length, 'column')}`
          : artifact.kind === 'chart'
            ? `a chart of ${artifact.input.name}`
            : `${artifact.mime}, ${counted(artifact.bytes, 'byte')}`,
      ),
      fact('Made by', `${proposal?.title ?? 'a step'}, ${whenOf(run.finishedAt ?? run.startedAt)}`),
      ...approvals.map((one) =>
        fact('Approved', `${nameOf(state, { kind: 'human', id: one.by })}, ${whenOf(one.at)}`),
      ),
      fact('Made from', run.inputs.map((input) => input.name).join(', ') || 'nothing else'),
      ...(run.dispute === undefined ? [] : [fact('Disputed', run.dispute)]),
    ],
    ...(proposal?.rationale
      ? {
          claim: {
            by: nameOf(state, proposal.author),
            isAgent: proposal.author.kind === 'agent',
            words: proposal.rationale,
          },
        }
      : {}),
    digest: { of: `the ${artifact.kind}`, digest },
    download: { digest, fileName: fileNameOf(artifact) },
  }
}

function datasetFacts(state: WorkspaceState, digest: Digest): NodeFacts | undefined {
  const dataset = [...state.datasets.values()].find((one) => one.current.digest === digest)
  if (dataset) {
    const { current } = dataset
    return {
      title: dataset.name,
      facts: [
        fact('What', `${counted(current.rows, 'row')}, ${counted(current.columns.length, 'column')}`),
        fact('Added', `${nameOf(state, dataset.addedBy)}, ${whenOf(dataset.at)}`),
        fact('Version', String(dataset.version)),
        fact('File', current.source.fileName),
        ...(current.source.origin ? [fact('Comes from', current.source.origin)] : []),
      ],
      digest: { of: 'the table', digest },
      download: { digest, fileName: `${dataset.name}.parquet` },
    }
  }
  const readers = [...state.runs.values()].filter((run) => run.inputs.some((one) => one.artifact === digest))
  const name = readers[0]?.inputs.find((one) => one.artifact === digest)?.name
  if (name === undefined) return undefined
  return {
    title: name,
    facts: [
      fact('What', 'a version of the dataset that has been replaced since'),
      fact('Read by', counted(readers.length, 'run')),
    ],
    digest: { of: 'the table', digest },
    download: { digest, fileName: `${name}.parquet` },
  }
}
