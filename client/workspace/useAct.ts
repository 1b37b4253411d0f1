import { useState } from 'react'
import type { Problem } from '#client/connection/problem.ts'
import { useSession } from '#client/workspace/useSession.ts'
import type { PersonCommand } from '#shared/command.ts'

export type Act = {
  readonly isBusy: boolean
  readonly problem: Problem | undefined
  readonly clear: () => void
  readonly ask: (command: PersonCommand) => Promise<boolean>
}

/** One command at a time, with its problem kept where the button stands. */
export function useAct(): Act {
  const { send } = useSession()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const ask = async (command: PersonCommand): Promise<boolean> => {
    setBusy(true)
    setProblem(undefined)
    const answer = await send(command)
    setBusy(false)
    if (!answer.ok) setProblem(answer.error)
    return answer.ok
  }
  return { isBusy, problem, clear: () => setProblem(undefined), ask }
}
