import { useEffect, useState, type RefObject } from 'react'

/** Whether the end of what is in the box was on screen: at once for what fits, else when it was scrolled there. */
export function useEndSeen(box: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const element = box.current
    if (!element || isSeen) return
    if (
      element.getBoundingClientRect().height < window.innerHeight * 0.6 &&
      element.scrollHeight <= element.clientHeight + 1
    ) {
      setSeen(true)
      return
    }
    const end = document.createElement('span')
    end.ariaHidden = 'true'
    element.append(end)
    const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && setSeen(true))
    watch.observe(end)
    return () => {
      watch.disconnect()
      end.remove()
    }
  }, [box, isSeen])
  return isSeen
}
