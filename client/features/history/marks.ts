/** Where on the slider the decisions and runs lie: at most one mark a place that can be told apart, the weightiest of those that fall there. */
import type { EventType } from '#shared/event.ts'
import type { RecordedEvent } from '#shared/workspace.ts'

/** The weightier first: where marks fall together the first is drawn. */
const MARKS = ['approved', 'turned-down', 'failed', 'ran', 'asked', 'data'] as const
export type MarkKind = (typeof MARKS)[number]

export type Mark = { readonly seq: number; readonly kind: MarkKind }

const KIND_OF: Partial<Readonly<Record<EventType, MarkKind>>> = {
  ProposalApproved: 'approved',
  ProposalRejected: 'turned-down',
  ChangesRequested: 'turned-down',
  RunLost: 'failed',
  RunAnsweredFromCache: 'ran',
  AgentTurnStarted: 'asked',
  DatasetAdded: 'data',
  DatasetRevised: 'data',
  DatasetRemoved: 'data',
}

export function markOf({ seq, event }: RecordedEvent): Mark | undefined {
  if (event.type === 'RunFinished')
    return { seq, kind: event.data.outcome.kind === 'succeeded' ? 'ran' : 'failed' }
  const kind = KIND_OF[event.type]
  return kind && { seq, kind }
}

export const marksIn = (recorded: readonly RecordedEvent[]): readonly Mark[] =>
  recorded.flatMap((one) => markOf(one) ?? [])

/** `places`: how many marks can be told apart over the width. */
export function drawnMarks(marks: readonly Mark[], last: number, places: number): readonly Mark[] {
  const drawn = new Map<number, Mark>()
  for (const mark of marks) {
    const place = Math.floor((mark.seq / Math.max(1, last)) * places)
    const there = drawn.get(place)
    if (!there || MARKS.indexOf(mark.kind) < MARKS.indexOf(there.kind)) drawn.set(place, mark)
  }
  return [...drawn.values()]
}
