import { QueueTitle } from '#client/features/queue/QueueLines.tsx'
import { Button } from '#client/ui/Button.tsx'
import type { GoingPlan } from '#client/workspace/goingPlans.ts'
import { counted } from '#client/workspace/when.ts'

const MOST = 12

type Props = { readonly plan: GoingPlan; readonly onLeave: () => void }

/** Of a run of several: what is not asked yet, so only here. Without this window it does not go on. */
export function PlanLines({ plan: { left, callOff }, onLeave }: Props) {
  return (
    <section aria-label="Comes after">
      <div className="queue-plan">
        <h3>Comes after, asked by this window while it is open</h3>
        <Button isSmall onClick={callOff} title="What runs goes on; of these none is asked to run">
          Call off
        </Button>
      </div>
      <ul>
        {left.slice(0, MOST).map(({ step }) => (
          <li key={step.stepId} className="queue-line">
            <QueueTitle
              stepId={step.stepId}
              title={step.output || 'a step without a name'}
              onLeave={onLeave}
            />
          </li>
        ))}
        {left.length > MOST && (
          <li className="queue-line muted">and {counted(left.length - MOST, 'step')} more</li>
        )}
      </ul>
    </section>
  )
}
