import { useEffect, useState, type RefObject } from 'react'

/** The most that the verdicts at the foot of a card are high, in pixels. */
const VERDICTS = 100

/** Whether the end of what is in the box was on screen or scrolled past. Another `look` starts anew. */
export function useEndSeen(box: RefObject<HTMLElement | null>, look: number): boolean {
  const [seenAt, setSeenAt] = useState<number>()
  const isSeen = seenAt === look
  useEffect(() => {
    const element = box.current
    if (!element || isSeen) return
    const end = document.createElement('div')
    end.ariaHidden = 'true'
    end.style.height = '1px'
    element.append(end)
    const watch = new IntersectionObserver(
      (seen) => seen.some((one) => one.isIntersecting) && setSeenAt(look),
      // What is above the window was passed on the way down; below, the verdicts lie over the code.
      { root: element.closest('main, .tab-body'), rootMargin: `1000000px 0px -${VERDICTS}px 0px` },
    )
    watch.observe(end)
    return () => {
      watch.disconnect()
      end.remove()
    }
  }, [box, look, isSeen])
  return isSeen
}
