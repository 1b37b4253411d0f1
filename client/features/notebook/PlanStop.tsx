import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { usePage } from '#client/workspace/page.ts'
import type { Stop } from '#client/workspace/runTogether.ts'

/** Which step stopped a run of several, and why. */
export function PlanStop({ stop }: { readonly stop: Stop }) {
  const { jumpTo } = usePage()
  return (
    <Notice look="warn">
      Stopped at <Visible text={stop.output || 'a step without a name'} />: <Visible text={stop.because} />.{' '}
      <Button isSmall look="quiet" onClick={() => jumpTo(stop.stepId)}>
        Show the step
      </Button>
    </Notice>
  )
}
