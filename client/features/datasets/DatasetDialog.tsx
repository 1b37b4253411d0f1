import { useState } from 'react'
import { z } from 'zod'
import { request } from '#client/connection/request.ts'
import type { Problem } from '#client/connection/problem.ts'
import { useProfile } from '#client/features/datasets/useProfile.ts'
import { TableGrid } from '#client/features/grid/TableGrid.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useAct } from '#client/workspace/useAct.ts'
import { useSession } from '#client/workspace/useSession.ts'
import { countOf, counted } from '#client/workspace/when.ts'
import type { DatasetState } from '#shared/workspace.ts'

const TYPES = ['VARCHAR', 'BIGINT', 'DOUBLE', 'DECIMAL(18,4)', 'BOOLEAN', 'DATE', 'TIMESTAMP'] as const
/** How the import keeps what did not parse. */
const REJECTS = [
  { name: 'line', type: 'BIGINT' },
  { name: 'reason', type: 'VARCHAR' },
  { name: 'text', type: 'VARCHAR' },
]
type Tab = 'rows' | 'columns' | 'rejects'

type Props = { readonly dataset: DatasetState; readonly onClose: () => void }

export function DatasetDialog({ dataset, onClose }: Props) {
  const [tab, setTab] = useState<Tab>('rows')
  const { current } = dataset
  const tabs: readonly Tab[] = current.rejects ? ['rows', 'columns', 'rejects'] : ['rows', 'columns']
  return (
    <Dialog isOpen onClose={onClose} title={dataset.name}>
      <div className="dataset-dialog">
        <p className="quiet">
          {counted(current.rows, 'row')} from <Visible text={current.source.fileName} />, version{' '}
          {dataset.version}
          {current.source.origin && (
            <>
              . <Visible text={current.source.origin} />
            </>
          )}
        </p>
        <div className="segments" role="tablist">
          {tabs.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              aria-selected={tab === one}
              onClick={() => setTab(one)}
            >
              {one === 'rejects'
                ? `Rejects (${countOf(current.rejects?.rows ?? 0)})`
                : one === 'rows'
                  ? 'Rows'
                  : 'Columns and types'}
            </button>
          ))}
        </div>
        {tab === 'rows' && (
          <TableGrid
            artifact={current.digest}
            name={dataset.name}
            schema={current.columns}
            rows={current.rows}
          />
        )}
        {tab === 'rejects' && current.rejects && (
          <TableGrid
            artifact={current.rejects.digest}
            name={`Rejected rows of ${dataset.name}`}
            schema={REJECTS}
            rows={current.rejects.rows}
          />
        )}
        {tab === 'columns' && <ColumnTable dataset={dataset} />}
      </div>
    </Dialog>
  )
}

function ColumnTable({ dataset }: { readonly dataset: DatasetState }) {
  const { workspaceId } = useSession()
  const profile = useProfile(dataset.current.profile)
  const act = useAct()
  const [types, setTypes] = useState<Readonly<Record<string, string>>>({})
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const retype = async (): Promise<void> => {
    setBusy(true)
    const path = `/api/workspaces/${workspaceId}/datasets/${dataset.datasetId}/types`
    const answer = await request(path, z.unknown(), { method: 'POST', body: { types } })
    setBusy(false)
    setProblem(answer.ok ? undefined : answer.error)
    if (answer.ok) setTypes({})
  }
  return (
    <>
      {(problem ?? act.problem) && <Notice look="bad">{(problem ?? act.problem)?.detail}</Notice>}
      <div className="column-table">
        <table>
          <thead>
            <tr>
              {['Column', 'Type', 'Nulls', 'Distinct', 'From', 'To', 'Personal'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {dataset.current.columns.map((column) => {
              const known = profile?.columns.find((one) => one.name === column.name)
              return (
                <tr key={column.name}>
                  <th scope="row">
                    <code>
                      <Visible text={column.name} />
                    </code>
                  </th>
                  <td>
                    <select
                      aria-label={`Type of ${column.name}`}
                      value={types[column.name] ?? column.type}
                      onChange={(event) => setTypes({ ...types, [column.name]: event.target.value })}
                    >
                      {[...new Set([column.type, ...TYPES])].map((type) => (
                        <option key={type}>{type}</option>
                      ))}
                    </select>
                  </td>
                  <td className="numbers">{known ? countOf(known.nulls) : ''}</td>
                  <td className="numbers">{known ? countOf(known.distinct) : ''}</td>
                  <td className="value">
                    <Visible text={known?.min ?? ''} />
                  </td>
                  <td className="value">
                    <Visible text={known?.max ?? ''} />
                  </td>
                  <td>
                    <label className="personal-mark" title={known?.personal}>
                      <input
                        type="checkbox"
                        aria-label={`${column.name} is personal`}
                        checked={column.sensitivity !== 'none'}
                        disabled={act.isBusy}
                        onChange={(event) =>
                          void act.ask({
                            type: 'MarkColumn',
                            data: {
                              datasetId: dataset.datasetId,
                              column: column.name,
                              sensitivity: event.target.checked ? 'personal' : 'none',
                            },
                          })
                        }
                      />
                      {column.sensitivity === 'likely-personal' ? 'likely' : ''}
                    </label>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {Object.keys(types).length > 0 && (
        <p className="actions">
          <span className="quiet">
            The original file is read again; rows that do not fit are kept apart, and steps below become
            stale.
          </span>
          <Button look="primary" disabled={isBusy} onClick={() => void retype()}>
            {isBusy ? 'Reading …' : 'Correct types'}
          </Button>
        </p>
      )}
    </>
  )
}
