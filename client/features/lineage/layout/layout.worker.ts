/** Lays a graph out beside the page, which stays responsive meanwhile. */
import { layeredLayout } from '#client/features/lineage/layout/layeredLayout.ts'
import { LayoutRequest } from '#client/features/lineage/layout/layoutRequest.ts'

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const { number, nodes, edges } = LayoutRequest.parse(data)
  postMessage({ number, layout: layeredLayout(nodes, edges) })
})
