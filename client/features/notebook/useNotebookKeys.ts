/** When a key belongs to the notebook: outside of what is typed into, of layers, and of controls that have a use for it. */
import { useEffect, useRef } from 'react'
import { actOf, NOTEBOOK_KEYS, strokeOf, type NotebookAct } from '#client/workspace/keys.ts'
import { useMayWrite } from '#client/workspace/may.ts'
import { notebookDoes } from '#client/workspace/notebookDoes.ts'
import { isEntering, stopEntering } from '#client/workspace/page.ts'
import { isInLayer, isTypedInto } from '#client/workspace/typedInto.ts'

const TWICE_WITHIN = 800
/** Keys that move about, or press what has the focus: elsewhere on the page they belong to that. */
const PLAIN: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp', 'Enter', 'Shift+Enter'])
/** A block that can't run has left the key to us. */
const INSTEAD: Readonly<Partial<Record<NotebookAct, NotebookAct>>> = {
  'run-go-on': 'next',
  'run-insert-below': 'insert-below',
}

export function useNotebookKeys(act: (act: NotebookAct) => void): void {
  const mayWrite = useMayWrite()
  const last = useRef({ stroke: '', at: 0 })
  useEffect(() => {
    notebookDoes.set(act)
    return () => notebookDoes.set(undefined)
  }, [act])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      const target = event.target instanceof HTMLElement ? event.target : document.body
      if (isEntering() && !isTypedInto(target)) {
        if (event.key === 'Escape') stopEntering()
        return event.preventDefault()
      }
      const stroke = strokeOf(event)
      if (isTypedInto(target) && event.key === 'Escape') {
        target.closest<HTMLElement>('[data-block]')?.focus()
        return
      }
      const isTakenElsewhere = isTypedInto(target) || isInLayer(target)
      // Commented on while it is written, too.
      if (isTakenElsewhere && actOf(NOTEBOOK_KEYS, stroke)?.act !== 'comment') return
      const before = event.timeStamp - last.current.at < TWICE_WITHIN ? last.current.stroke : ''
      last.current = { stroke, at: event.timeStamp }
      const line = actOf(NOTEBOOK_KEYS, stroke, before)
      if (!line || (!mayWrite && !line.isLook)) return
      if (PLAIN.has(stroke) && belongsTo(target, stroke)) return
      // The third D of three begins anew.
      if (line.keys.includes(`${before} ${stroke}`)) last.current = { stroke: '', at: 0 }
      const isFromBlock = target.closest('[data-block]') !== null
      if (isFromBlock && line.act === 'run') return
      event.preventDefault()
      act((isFromBlock ? INSTEAD[line.act] : undefined) ?? line.act)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [act, mayWrite])
}

/** Whether what has the focus has a use of its own for a plain key. */
function belongsTo(target: HTMLElement, stroke: string): boolean {
  if (target.matches('body, main')) return false
  const block = target.closest('[data-block]')
  if (!block) return true
  if (target === block) return false
  // Within a block: what is pressed by Enter, and what is scrolled by arrows.
  if (stroke.endsWith('Enter')) return target.matches('button, a, summary, [role]')
  return target.scrollHeight > target.clientHeight && getComputedStyle(target).overflowY !== 'visible'
}
