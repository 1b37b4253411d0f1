/** What a person has chosen to see of the lineage, and the drawing that follows from it. */
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { columnLinesOf, nodesOnWay, shownColumns } from '#client/features/lineage/columnsDrawn.ts'
import {
  ESSENTIAL,
  explorerGraphOf,
  idsAround,
  type ExplorerGraph,
  type Grouping,
  type KindChoice,
  type Way,
} from '#client/features/lineage/explorerGraph.ts'
import type { Marks } from '#client/features/lineage/marks.ts'
import { searchNodes } from '#client/features/lineage/searchNodes.ts'
import { useLayout } from '#client/features/lineage/useLayout.ts'
import type { LineageFocus } from '#client/workspace/page.ts'
import { columnOriginOf } from '#shared/lineage/columnLineage.ts'
import { artifactNode, lineageOf, type LineageNode } from '#shared/lineage/lineageGraph.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type Focus = { readonly id: string; readonly way: Way; readonly depth: number }
type Sought = { readonly id: string }

const NONE: ReadonlySet<string> = new Set()

export type Explorer = ReturnType<typeof useExplorer>

export function useExplorer(state: WorkspaceState, asked: LineageFocus | undefined) {
  const [kinds, setKinds] = useState<ReadonlySet<KindChoice>>(ESSENTIAL)
  const [grouping, setGrouping] = useState<Grouping>('steps')
  const [opened, setOpened] = useState(NONE)
  const [unfolded, setUnfolded] = useState(NONE)
  const [focus, setFocus] = useState<Focus>()
  const [selected, setSelected] = useState<string>()
  const [sought, setSought] = useState<Sought>()
  const [query, setQuery] = useState('')
  const [columnFocus, setColumnFocus] = useState<LineageFocus>()
  const words = useDeferredValue(query)

  const show = (id: string): void => {
    setSelected(id)
    setSought({ id })
  }
  useEffect(() => {
    if (!asked) return
    setSelected(artifactNode(asked.artifact))
    setSought({ id: artifactNode(asked.artifact) })
    setColumnFocus(asked.column === undefined ? undefined : asked)
  }, [asked])

  const lineage = useMemo(() => lineageOf(state), [state])
  const all = useMemo(
    () => explorerGraphOf(lineage, { kinds, grouping, opened }),
    [lineage, kinds, grouping, opened],
  )
  const graph = useMemo(() => (focus ? around(all, focus) : all), [all, focus])
  const way = useMemo(() => {
    if (columnFocus?.column === undefined) return undefined
    const { artifact, column, name } = columnFocus
    return columnOriginOf(state, { artifact, column }, name)
  }, [state, columnFocus])
  const columns = useMemo(() => shownColumns(state, unfolded, way), [state, unfolded, way])
  const scene = useLayout(graph, columns)
  const found = useMemo(() => searchNodes(lineage.nodes, words), [lineage, words])
  const marks = useMemo(
    (): Marks => ({
      selected,
      related: selected === undefined ? NONE : idsAround(graph.edges, selected, 'both', Infinity),
      found: new Set(found.flatMap((node) => all.drawnAs.get(node.id) ?? [])),
      onWay: way && nodesOnWay(way, all.drawnAs),
      columnLines: scene ? columnLinesOf(state, scene, way) : [],
    }),
    [selected, graph, found, all, way, scene, state],
  )

  /** Selects what stands for a node; what is left out of the drawing is taken in first. */
  const reveal = (node: LineageNode): void => {
    const drawn = all.drawnAs.get(node.id)
    if (drawn === undefined) setKinds(new Set([...kinds, node.kind === 'run' ? 'step' : node.kind]))
    const id = drawn ?? node.id
    if (focus && !graph.nodes.some((one) => one.id === id)) setFocus(undefined)
    show(id)
  }

  return {
    lineage,
    graph,
    scene,
    marks,
    found,
    /** What is found for the words as typed, at once. */
    find: () => (words === query ? found : searchNodes(lineage.nodes, query)),
    way,
    choice: { kinds, grouping, opened },
    selected,
    sought,
    focus,
    query,
    unfolded,
    setGrouping,
    setFocus,
    setQuery,
    select: setSelected,
    show,
    reveal,
    toggleKind: (kind: KindChoice): void => setKinds(toggled(kinds, kind)),
    toggleOpened: (group: string): void => setOpened(toggled(opened, group)),
    toggleColumns: (id: string): void => setUnfolded(toggled(unfolded, id)),
    showColumn: (to: LineageFocus | undefined): void => {
      setColumnFocus(to)
      if (to) show(artifactNode(to.artifact))
    },
  }
}

function toggled<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const next = new Set(set)
  if (!next.delete(one)) next.add(one)
  return next
}

function around(graph: ExplorerGraph, { id, way, depth }: Focus): ExplorerGraph {
  if (!graph.nodes.some((node) => node.id === id)) return graph
  const near = idsAround(graph.edges, id, way, depth)
  return {
    nodes: graph.nodes.filter((node) => near.has(node.id)),
    edges: graph.edges.filter((edge) => near.has(edge.from) && near.has(edge.to)),
    drawnAs: graph.drawnAs,
  }
}
