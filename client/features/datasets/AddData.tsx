import { Plus, X } from 'lucide-react'
import { useRef } from 'react'
import { useUploads, type Upload } from '#client/features/datasets/uploads.ts'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useSession, useSignal } from '#client/workspace/useSession.ts'
import { counted } from '#client/workspace/when.ts'

export function AddData() {
  const { add, list, dismiss } = useUploads()
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="add-data">
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".csv,.tsv,.tab,.json,.ndjson,.jsonl,.parquet"
        aria-label="Files to add"
        onChange={(event) => {
          void add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <Button isSmall icon={<Plus size={14} aria-hidden />} onClick={() => input.current?.click()}>
        Add data
      </Button>
      {list.map((upload) => (
        <UploadLine key={upload.key} upload={upload} onDismiss={() => dismiss(upload.key)} />
      ))}
    </div>
  )
}

function UploadLine({ upload, onDismiss }: { readonly upload: Upload; readonly onDismiss: () => void }) {
  const { live } = useSession()
  const { imports } = useSignal(live.passing)
  const progress = [...imports.values()].find((one) => one.fileName === upload.fileName)
  const close = (
    <Button look="quiet" isSmall label="Dismiss" icon={<X size={13} aria-hidden />} onClick={onDismiss} />
  )
  if (upload.state === 'sending')
    return (
      <p className="upload-line" role="status">
        <Visible text={upload.fileName} />:{' '}
        {progress && progress.percent >= 0 ? `reading, ${progress.percent}%` : 'on its way …'}
      </p>
    )
  if (upload.state === 'failed')
    return (
      <Notice look="bad">
        <Visible text={upload.fileName} /> was not added. {upload.problem?.detail} {close}
      </Notice>
    )
  const { taken } = upload
  if (!taken) return null
  return (
    <Notice look={taken.rejects > 0 ? 'warn' : 'good'}>
      <b>
        <Visible text={taken.name} />
      </b>
      : {counted(taken.rows, 'row')}
      {taken.rejects > 0 && `, ${counted(taken.rejects, 'row')} kept apart because they did not parse`}.{' '}
      {close}
      {taken.findings.length > 0 && (
        <ul className="findings">
          {taken.findings.map((finding) => (
            <li key={finding}>
              <Visible text={finding} />
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
