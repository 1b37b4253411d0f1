/** The answer when preflight itself failed: it denies, so that what was not inspected is never approved. */
import type { Analysed, SqlAsked } from '#server/preflight/sqlPreflightMessages.ts'
import { EMPTY_LINEAGE, type Analysis, type Finding } from '#shared/preflight.ts'

export function failedAnalysis(asked: SqlAsked, why: string): Analysed {
  const text = `The SQL could not be inspected, so it can't be approved. ${why}`
  return unreadAnalysis(asked, [{ severity: 'deny', code: 'preflight-failed', text }])
}

/** Of SQL that does not bind: nothing is known of what it reads. */
export function unreadAnalysis(asked: SqlAsked, findings: readonly Finding[]): Analysed {
  const analysis: Analysis = {
    reads: [],
    functions: [],
    lineage: EMPTY_LINEAGE,
    findings,
    estimatedRows: 'unknown',
  }
  const reason = 'The output of the step is not known.'
  return {
    analysis,
    asserts: asked.asserts.map((predicate) => ({ predicate, binds: false, reason, columns: [] })),
  }
}
