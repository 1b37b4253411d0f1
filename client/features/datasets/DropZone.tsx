import { FileUp } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useUploads } from '#client/features/datasets/uploads.ts'
import { useMay } from '#client/workspace/may.ts'
import { broughtNotebook, isNotebookFile } from '#client/workspace/notebookImport.ts'

/** Files dropped anywhere in the window are data, or a notebook to import. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const { add } = useUploads()
  const mayAdd = useMay('AddDataset')
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
    const onOver = (event: DragEvent): void => {
      if (!mayAdd || !hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(false)
      if (!mayAdd) return
      const files = [...(event.dataTransfer?.files ?? [])]
      const notebook = files.find(isNotebookFile)
      if (notebook) broughtNotebook.set(notebook)
      const tables = files.filter((file) => !isNotebookFile(file))
      if (tables.length > 0) void add(tables)
    }
    addEventListener('dragover', onOver)
    addEventListener('dragleave', onLeave)
    addEventListener('drop', onDrop)
    return () => {
      removeEventListener('dragover', onOver)
      removeEventListener('dragleave', onLeave)
      removeEventListener('drop', onDrop)
    }
  }, [add, mayAdd])
  return (
    <>
      {children}
      {isOver && (
        <div className="drop-shade">
          <div>
            <FileUp size={30} aria-hidden />
            <strong>Drop to bring it in</strong>
            <span>Data as CSV, TSV, JSON, NDJSON or Parquet, or a Jupyter notebook (.ipynb)</span>
          </div>
        </div>
      )}
    </>
  )
}
