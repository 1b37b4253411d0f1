/** What a screen reader says of the selection: the picture in words. */
import type { CanvasGraph } from '#client/features/canvas/canvasGraph.ts'
import type { Face } from '#client/features/canvas/faces.ts'

export function sayPicked(graph: CanvasGraph, picked: ReadonlySet<string>): string {
  if (picked.size > 1) return `${picked.size} selected`
  const [id] = picked
  const names = new Map<string, string>()
  for (const { face } of graph.entries) names.set(face.id, nameOf(face))
  for (const [group, face] of graph.groups) names.set(group, nameOf(face))
  const name = id === undefined ? undefined : names.get(id)
  if (id === undefined || name === undefined) return ''
  const known = (ids: readonly string[]): string => ids.map((one) => names.get(one) ?? '').join(', ')
  const reads = known(graph.edges.flatMap((edge) => (edge.to === id ? [edge.from] : [])))
  const readers = known(graph.edges.flatMap((edge) => (edge.from === id ? [edge.to] : [])))
  return [name, reads && `reads ${reads}`, readers && `read by ${readers}`].filter(Boolean).join('; ')
}

function nameOf(face: Face): string {
  if (face.kind === 'step') return `step ${face.output || face.title}, ${face.status}`
  return `${face.kind} ${face.title || face.text.slice(0, 80)}`
}
