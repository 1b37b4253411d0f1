import { DatasetList } from '#client/features/datasets/DatasetList.tsx'
import { Outline } from '#client/features/shell/Outline.tsx'

export function LeftPanel() {
  return (
    <aside className="panel left" aria-label="Data and outline">
      <DatasetList />
      <Outline />
    </aside>
  )
}
