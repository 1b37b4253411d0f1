import { FileUp } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useUploads } from '#client/features/datasets/uploads.ts'
import { useMay } from '#client/workspace/may.ts'

/** Files dropped anywhere in the window are data. */
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
      void add([...(event.dataTransfer?.files ?? [])])
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
            <strong>Drop to bring the data in</strong>
            <span>CSV, TSV, JSON, NDJSON or Parquet</span>
          </div>
        </div>
      )}
    </>
  )
}
