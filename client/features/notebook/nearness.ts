/**
 * Tells the blocks of a scrolled page when they come near its window and when they are far from it. By looking when it is
 * scrolled, as an observer of each block would cost every frame of a long page.
 */

/** Drawn from here on, in pixels, so that scrolling finds blocks and not their places. */
const NEAR = 1_200
/** Given up from here on: far behind the first, so that going to and fro draws nothing anew. */
const FAR = 5_000

type Tell = (isNear: boolean) => void
type Page = {
  readonly watch: (place: Element, tell: Tell) => void
  readonly forget: (place: Element) => void
}

const pages = new WeakMap<Element, Page>()

/** `place` is one of the elements of class `place` of a page, in the order in which they stand. */
export function watchNearness(place: Element, tell: Tell): () => void {
  const root = place.closest('main')
  if (!root) return () => undefined
  const page = pages.get(root) ?? openPage(root)
  page.watch(place, tell)
  return () => page.forget(place)
}

function openPage(root: Element): Page {
  const tells = new Map<Element, Tell>()
  const places = root.getElementsByClassName('place')
  const near = new Set<Element>()
  let frame = 0
  const lookNow = (): void => {
    frame = 0
    const { top, bottom } = root.getBoundingClientRect()
    for (const place of near) {
      const box = place.getBoundingClientRect()
      if (box.bottom > top - FAR && box.top < bottom + FAR) continue
      near.delete(place)
      tells.get(place)?.(false)
    }
    for (let at = firstBelow(places, top - NEAR); at < places.length; at += 1) {
      const place = places[at]
      if (!place || place.getBoundingClientRect().top > bottom + NEAR) return
      if (near.has(place)) continue
      near.add(place)
      tells.get(place)?.(true)
    }
  }
  const look = (): void => {
    if (frame === 0) frame = requestAnimationFrame(lookNow)
  }
  root.addEventListener('scroll', look, { passive: true })
  const sizes = new ResizeObserver(look)
  sizes.observe(root)
  for (const child of root.children) sizes.observe(child)
  const page: Page = {
    watch(place, tell) {
      tells.set(place, tell)
      look()
    },
    forget(place) {
      tells.delete(place)
      near.delete(place)
      if (tells.size > 0) return
      pages.delete(root)
      root.removeEventListener('scroll', look)
      sizes.disconnect()
      cancelAnimationFrame(frame)
    },
  }
  pages.set(root, page)
  return page
}

/** The first place that ends below a height of the window. */
function firstBelow(places: HTMLCollectionOf<Element>, height: number): number {
  let [from, to] = [0, places.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((places[middle]?.getBoundingClientRect().bottom ?? Infinity) > height) to = middle
    else from = middle + 1
  }
  return from
}
