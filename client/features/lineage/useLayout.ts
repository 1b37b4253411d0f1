import { useEffect, useRef, useState } from 'react'
import type { ExplorerGraph } from '#client/features/lineage/explorerGraph.ts'
import { LayoutAnswer, type LayoutRequest } from '#client/features/lineage/layout/layoutRequest.ts'
import { questionOf, sceneOf, type Scene, type ShownColumns } from '#client/features/lineage/scene.ts'

type Asked = { readonly number: number; readonly graph: ExplorerGraph; readonly columns: ShownColumns }

/** The last scene that was laid out; while a new one is made, the old one stays. */
export function useLayout(graph: ExplorerGraph, columns: ShownColumns): Scene | undefined {
  const [scene, setScene] = useState<Scene>()
  const worker = useRef<Worker>(undefined)
  const asked = useRef<Asked>(undefined)
  useEffect(() => {
    const made = new Worker(new URL('./layout/layout.worker.ts', import.meta.url), { type: 'module' })
    worker.current = made
    made.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const { number, layout } = LayoutAnswer.parse(data)
      const last = asked.current
      if (last?.number === number) setScene(sceneOf(last.graph, last.columns, layout))
    })
    return () => made.terminate()
  }, [])
  useEffect(() => {
    const number = (asked.current?.number ?? 0) + 1
    asked.current = { number, graph, columns }
    const request: LayoutRequest = { number, ...questionOf(graph, columns) }
    worker.current?.postMessage(request)
  }, [graph, columns])
  return scene
}
