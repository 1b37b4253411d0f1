import { Visible } from '#client/ui/Visible.tsx'
import type { ColumnSource } from '#shared/lineage/lineageGraph.ts'

/** From one column back to the columns of datasets that its values come from. */
export function ColumnTree({ source }: { readonly source: ColumnSource }) {
  return (
    <ul className="column-tree">
      <Branch source={source} />
    </ul>
  )
}

function Branch({ source }: { readonly source: ColumnSource }) {
  return (
    <li>
      <code>
        <Visible text={`${source.name}.${source.column}`} />
      </code>
      {source.from.length > 0 && (
        <ul>
          {source.from.map((one) => (
            <Branch key={`${one.name}.${one.column}`} source={one} />
          ))}
        </ul>
      )}
    </li>
  )
}
