import type { ReasonCode, Verdict } from '#shared/decision.ts'

export const REASONS: Readonly<Record<ReasonCode, string>> = {
  'wrong-logic': 'Wrong logic',
  'wrong-data': 'Wrong data',
  unsafe: 'Unsafe',
  style: 'Style',
  cost: 'Cost',
  other: 'Other',
}

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  approve: 'approved',
  reject: 'rejected',
  'request-changes': 'requested changes',
}
