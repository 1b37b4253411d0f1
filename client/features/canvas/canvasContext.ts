import { createContext, useContext } from 'react'

/** What a node may ask of the canvas that it stands on. */
export type CanvasHandle = { readonly toggle: (groupId: string) => void }

export const CanvasContext = createContext<CanvasHandle | undefined>(undefined)

export function useCanvas(): CanvasHandle {
  const canvas = useContext(CanvasContext)
  if (!canvas) throw new Error('There is no canvas around this component')
  return canvas
}
