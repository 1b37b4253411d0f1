import { Download, FileSpreadsheet, Table2 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { downloadFile } from '#client/connection/downloadFile.ts'
import { useSession } from '#client/workspace/useSession.ts'
import type { Digest } from '#shared/ids.ts'

type Props = { readonly artifact: Digest; readonly name: string }

const FORMATS = [
  { format: 'csv', Icon: FileSpreadsheet, says: 'CSV', hint: 'exact text, one header line' },
  { format: 'parquet', Icon: Table2, says: 'Parquet', hint: 'as it is kept, with types' },
] as const

export function DownloadTable({ artifact, name }: Props) {
  const { workspaceId } = useSession()
  const [said, setSaid] = useState('')
  const download = async (format: 'csv' | 'parquet'): Promise<void> => {
    setSaid('Preparing …')
    const path = `/api/workspaces/${workspaceId}/artifacts/${artifact}/${format}`
    const done = await downloadFile(path, `${name}.${format}`)
    setSaid(done.ok ? '' : `Not downloaded: ${done.error.detail}`)
  }
  return (
    <>
      <span className="muted" role="status">
        {said}
      </span>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger
          className="button quiet small"
          aria-label={`Download ${name}`}
          title={`Download ${name}`}
        >
          <Download size={13} aria-hidden /> <span className="act-words">Download</span>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="end">
            {FORMATS.map(({ format, Icon, says, hint }) => (
              <DropdownMenu.Item key={format} className="menu-line" onSelect={() => void download(format)}>
                <Icon size={15} aria-hidden />
                {says}
                <small>{hint}</small>
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </>
  )
}
