import '#client/features/queue/queue.css'
import { ListChecks, X } from 'lucide-react'
import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { PlanLines } from '#client/features/queue/PlanLines.tsx'
import { CheckedLine, RunLine, WaitingLine } from '#client/features/queue/QueueLines.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { goingPlans, type GoingPlan } from '#client/workspace/goingPlans.ts'
import { queueOf, type Queue } from '#client/workspace/queue.ts'
import { queueShown } from '#client/workspace/queueShown.ts'
import { useAct } from '#client/workspace/useAct.ts'
import { useSignal, useWorkspace } from '#client/workspace/useSession.ts'
import { counted } from '#client/workspace/when.ts'

/** What runs and what waits to, for all of the workspace: who asked, since when, and the way to stop it. */
export function QueueDrawer() {
  const queue = queueOf(useWorkspace())
  const { running, waiting, checking } = queue
  const plans = useSignal(goingPlans)
  const left = plans.reduce((sum, plan) => sum + plan.left.length, 0)
  const busy = running.length + waiting.length + checking.length + left
  const isOpen = useSignal(queueShown)
  const setOpen = queueShown.set
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        className={busy > 0 ? 'button quiet queue-button busy' : 'button quiet queue-button'}
        aria-label={busy > 0 ? `Queue: ${counted(busy, 'step')} under way` : 'Queue: nothing runs'}
        title="What runs and what waits to"
      >
        <ListChecks size={16} aria-hidden />
        {busy > 0 && <span className="count">{busy}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="queue" align="end" sideOffset={6} aria-label="Queue" collisionPadding={8}>
          <Lists queue={queue} plans={plans} onLeave={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

type ListsProps = {
  readonly queue: Queue
  readonly plans: readonly GoingPlan[]
  readonly onLeave: () => void
}

function Lists({ queue, plans, onLeave }: ListsProps) {
  const act = useAct()
  const { running, waiting, checking, finished } = queue
  const isIdle = running.length + waiting.length + checking.length === 0
  return (
    <>
      <header>
        <h2>Queue</h2>
        <Popover.Close className="button quiet icon small" aria-label="Close">
          <X size={14} aria-hidden />
        </Popover.Close>
      </header>
      {isIdle && plans.length === 0 && (
        <p className="muted">Nothing runs, and nothing that is approved waits to.</p>
      )}
      {act.problem && <Notice look="bad">{act.problem.detail}</Notice>}
      <Group name="Running">
        {running.map((one) => (
          <RunLine key={one.runId} one={one} act={act} onLeave={onLeave} />
        ))}
      </Group>
      <Group name="Approved, waits">
        {waiting.map((one) => (
          <WaitingLine key={one.proposalId} one={one} act={act} onLeave={onLeave} />
        ))}
      </Group>
      <Group name="Being checked">
        {checking.map((one) => (
          <CheckedLine key={one.proposalId} one={one} act={act} onLeave={onLeave} />
        ))}
      </Group>
      {plans.map((plan) => (
        <PlanLines key={plan.left[0]?.step.stepId} plan={plan} onLeave={onLeave} />
      ))}
      <Group name="Finished lately">
        {finished.map((one) => (
          <RunLine key={one.runId} one={one} act={act} onLeave={onLeave} />
        ))}
      </Group>
    </>
  )
}

function Group({ name, children }: { readonly name: string; readonly children: readonly ReactNode[] }) {
  if (children.length === 0) return null
  return (
    <section aria-label={name}>
      <h3>{name}</h3>
      <ul>{children}</ul>
    </section>
  )
}
