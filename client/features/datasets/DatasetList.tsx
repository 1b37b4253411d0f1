import '#client/features/datasets/datasets.css'
import { ChevronRight, NotebookText } from 'lucide-react'
import { useState } from 'react'
import { AddData } from '#client/features/datasets/AddData.tsx'
import { DatasetColumns } from '#client/features/datasets/DatasetColumns.tsx'
import { DatasetDialog } from '#client/features/datasets/DatasetDialog.tsx'
import { Button } from '#client/ui/Button.tsx'
import { chooseNotebook } from '#client/workspace/notebookImport.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { counted } from '#client/workspace/when.ts'
import type { DatasetState } from '#shared/workspace.ts'
import { WhenMay } from '#client/workspace/WhenMay.tsx'

export function DatasetList() {
  const state = useWorkspace()
  return (
    <section className="panel-part" aria-label="Data">
      <h2>Data</h2>
      {state.datasets.size === 0 && (
        <p className="muted">Drop a CSV, TSV, JSON, NDJSON or Parquet file anywhere in this window.</p>
      )}
      <ul className="datasets">
        {[...state.datasets.values()].map((dataset) => (
          <DatasetLine key={dataset.datasetId} dataset={dataset} />
        ))}
      </ul>
      <WhenMay ask="AddDataset">
        <AddData />
      </WhenMay>
      <WhenMay ask="ProposeStep">
        <Button
          className="import-notebook"
          isSmall
          look="quiet"
          icon={<NotebookText size={14} aria-hidden />}
          onClick={chooseNotebook}
        >
          Import notebook …
        </Button>
      </WhenMay>
    </section>
  )
}

function DatasetLine({ dataset }: { readonly dataset: DatasetState }) {
  const [isOpen, setOpen] = useState(false)
  const [isShown, setShown] = useState(false)
  const { rejects } = dataset.current
  return (
    <li className="dataset">
      <div className="dataset-line">
        <button
          type="button"
          className="dataset-head"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight size={13} aria-hidden className={isOpen ? 'open' : ''} />
          <code className="words">{dataset.name}</code>
          <small className="numbers">{counted(dataset.current.rows, 'row')}</small>
        </button>
        <Button isSmall look="quiet" aria-label={`Look at ${dataset.name}`} onClick={() => setShown(true)}>
          Look
        </Button>
      </div>
      {rejects && <p className="rejects numbers">{counted(rejects.rows, 'line')} kept apart: not readable</p>}
      {isOpen && <DatasetColumns dataset={dataset} />}
      {isShown && <DatasetDialog dataset={dataset} onClose={() => setShown(false)} />}
    </li>
  )
}
