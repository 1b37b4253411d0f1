import { useState } from 'react'
import { blocksIn } from '#client/workspace/blocks.ts'
import { runnablesIn, runPlanOf, type Wanted } from '#client/workspace/runPlan.ts'
import { runTogether, type Stop } from '#client/workspace/runTogether.ts'
import { useSession } from '#client/workspace/useSession.ts'

export type RunPlan = {
  readonly isBusy: boolean
  /** What stopped the last plan of this place, until the next. */
  readonly stop: Stop | undefined
  readonly run: (wanted: Wanted) => void
}

export function useRunPlan(): RunPlan {
  const session = useSession()
  const [isBusy, setBusy] = useState(false)
  const [stop, setStop] = useState<Stop>()
  return {
    isBusy,
    stop,
    run(wanted) {
      if (isBusy) return
      const state = session.fold.state()
      const plan = runPlanOf(runnablesIn(state, blocksIn(session.doc, state)), wanted)
      setBusy(true)
      setStop(undefined)
      void runTogether(session, plan).then((came) => {
        setBusy(false)
        setStop(came)
      })
    },
  }
}
