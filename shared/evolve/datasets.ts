import type { Draft } from '#shared/evolve/draft.ts'
import type { EventOf } from '#shared/event.ts'
import type { RecordedEvent } from '#shared/workspace.ts'

type DatasetEvent = EventOf<'DatasetAdded' | 'DatasetRevised' | 'DatasetRemoved' | 'ColumnMarked'>

export function evolveDatasets(draft: Draft, event: DatasetEvent, { seq, at, actor }: RecordedEvent): void {
  switch (event.type) {
    case 'DatasetAdded':
    case 'DatasetRevised':
      draft.datasets.set(event.data.datasetId, { ...event.data, seq, at, addedBy: actor })
      return
    case 'DatasetRemoved':
      draft.datasets.delete(event.data.datasetId)
      return
    case 'ColumnMarked': {
      const { column, sensitivity } = event.data
      draft.datasets.change(event.data.datasetId, (dataset) => ({
        ...dataset,
        current: {
          ...dataset.current,
          columns: dataset.current.columns.map((one) =>
            one.name === column ? { ...one, sensitivity } : one,
          ),
        },
      }))
      return
    }
  }
}
