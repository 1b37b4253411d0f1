import { useEffect, useState } from 'react'
import { askMe } from '#client/connection/about.ts'
import { Notice } from '#client/ui/Notice.tsx'
import { useWorkspace } from '#client/workspace/useSession.ts'

const AGAIN = 1_500

/** Says so where Python is not there, or not yet; nothing where it is. */
export function PythonState() {
  const isRecorded = useWorkspace().environments.has('python')
  const [note, setNote] = useState('')
  useEffect(() => {
    let isGone = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async (): Promise<void> => {
      const answer = await askMe()
      if (isGone || !answer.ok) return
      const { hasPython, notes } = answer.value.abilities
      setNote(hasPython ? '' : (notes.find((one) => one.includes('Python')) ?? NONE))
      if (!hasPython) timer = setTimeout(() => void look(), AGAIN)
    }
    void look()
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [isRecorded])
  return note === '' ? null : <Notice look="warn">{note}</Notice>
}

const NONE = 'This server was started without Python (--no-python): the step can be written, and not run.'
