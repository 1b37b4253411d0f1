/** How much a node shows: all of it near by, title and state from afar, its state alone from farther. */
import { useStore } from '@xyflow/react'
import { createContext, useContext } from 'react'

export type ZoomLevel = 'near' | 'far' | 'farthest'

const levelOf = (zoom: number): ZoomLevel => (zoom >= 0.5 ? 'near' : zoom >= 0.2 ? 'far' : 'farthest')

/** Told by the canvas: a thousand nodes that each watched the zoom would be asked at every frame. */
export const ZoomLevelContext = createContext<ZoomLevel>('near')

export const useZoomLevel = (): ZoomLevel => useContext(ZoomLevelContext)
export const useLevelOfView = (): ZoomLevel => useStore((store) => levelOf(store.transform[2]))
