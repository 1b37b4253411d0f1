import { DatasetList } from '#client/features/datasets/DatasetList.tsx'
import { Outline } from '#client/features/shell/Outline.tsx'
import { Variables } from '#client/features/shell/Variables.tsx'

export function LeftPanel() {
  return (
    <aside className="panel left" aria-label="Data and outline">
      <DatasetList />
      <Variables />
      <Outline />
    </aside>
  )
}
