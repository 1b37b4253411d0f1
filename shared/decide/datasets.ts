import type { CommandOf } from '#shared/command.ts'
import { events, refuse, type Context, type Verdict } from '#shared/decide/context.ts'
import { resolve } from '#shared/scope.ts'
import type { DatasetState, WorkspaceState } from '#shared/workspace.ts'

type DatasetCommand = CommandOf<'AddDataset' | 'ReviseDataset' | 'RemoveDataset' | 'MarkColumn'>

export function decideDatasets(state: WorkspaceState, command: DatasetCommand, context: Context): Verdict {
  if (command.type === 'AddDataset') {
    const { datasetId, name, version } = command.data
    if (state.datasets.has(datasetId)) return refuse('already-exists', 'This dataset was added already')
    if (resolve(state, name)) return refuse('name-taken', `The name ${name} is taken; choose another`, 'name')
    return events({ type: 'DatasetAdded', data: { datasetId, name, version: 1, current: version } })
  }
  const dataset = state.datasets.get(command.data.datasetId)
  if (!dataset) return refuse('not-found', 'There is no such dataset', 'datasetId')
  switch (command.type) {
    case 'ReviseDataset': {
      const { datasetId, name, version } = dataset
      const current = command.data.version
      return events({
        type: 'DatasetRevised',
        data: { datasetId, name, version: version + 1, current: keepMarks(dataset, current) },
      })
    }
    case 'RemoveDataset':
      return events({ type: 'DatasetRemoved', data: command.data })
    case 'MarkColumn':
      return markColumn(state, dataset, command, context)
  }
}

/** What is known of a column outlives a new content; the profile guesses only about columns that are new. */
function keepMarks(dataset: DatasetState, version: DatasetState['current']): DatasetState['current'] {
  const columns = version.columns.map((column) => {
    const before = dataset.current.columns.find((one) => one.name === column.name)
    return before ? { ...column, sensitivity: before.sensitivity } : column
  })
  return { ...version, columns }
}

function markColumn(
  state: WorkspaceState,
  dataset: DatasetState,
  { data }: CommandOf<'MarkColumn'>,
  { actor }: Context,
): Verdict {
  const column = dataset.current.columns.find((one) => one.name === data.column)
  if (!column) return refuse('unknown-column', `${dataset.name} has no column ${data.column}`, 'column')
  if (column.sensitivity === data.sensitivity) return refuse('unchanged', 'The column is marked so already')
  const role = actor.kind === 'human' ? state.members.get(actor.id)?.role : undefined
  if (data.sensitivity === 'none' && role !== 'owner')
    return refuse('not-allowed', 'Only an owner may say that a column is not personal')
  return events({ type: 'ColumnMarked', data })
}
