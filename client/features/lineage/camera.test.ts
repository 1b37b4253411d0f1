import { describe, expect, it } from 'vitest'
import { broughtIn, fitted, panned, toWorld, zoomed } from '#client/features/lineage/camera.ts'

const SCREEN = { width: 1000, height: 600 }

describe('the camera', () => {
  it('keeps what is under the pointer there while it zooms', () => {
    const camera = { x: 120, y: -40, scale: 0.5 }
    const spot = { x: 333, y: 210 }
    const near = zoomed(camera, 1.7, spot)
    expect(near.scale).toBeCloseTo(0.85)
    expect(toWorld(near, spot).x).toBeCloseTo(toWorld(camera, spot).x)
    expect(toWorld(near, spot).y).toBeCloseTo(toWorld(camera, spot).y)
  })

  it('shows all of a large drawing, and a small one at its own size', () => {
    const large = { x: 0, y: 0, width: 20_000, height: 9000 }
    const camera = fitted(large, SCREEN)
    expect(toWorld(camera, { x: 0, y: 0 }).x).toBeLessThan(0)
    expect(toWorld(camera, { x: 1000, y: 600 }).x).toBeGreaterThan(20_000)
    expect(fitted({ x: 0, y: 0, width: 100, height: 50 }, SCREEN).scale).toBe(1)
  })

  it('moves by as much as the pointer does, at any zoom', () => {
    expect(panned({ x: 0, y: 0, scale: 0.25 }, 10, 20)).toEqual({ x: 40, y: 80, scale: 0.25 })
  })

  it('moves no further than it must to bring a node in', () => {
    const camera = { x: 0, y: 0, scale: 1 }
    const inside = { x: 300, y: 300, width: 100, height: 50 }
    expect(broughtIn(camera, inside, SCREEN)).toEqual(camera)
    const right = broughtIn(camera, { ...inside, x: 1500 }, SCREEN)
    expect(right).toEqual({ x: 640, y: 0, scale: 1 })
  })
})
