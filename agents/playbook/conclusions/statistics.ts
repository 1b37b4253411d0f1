/** What the results of an analysis in Python say, each by its part, with the numbers that it rests on. */
import { spokenClusterCounts, spokenClusters } from '#agents/playbook/conclusions/clusters.ts'
import { spokenCorrelations } from '#agents/playbook/conclusions/correlations.ts'
import { spokenBacktest, spokenForecast } from '#agents/playbook/conclusions/forecast.ts'
import { spokenOutliers, spokenOutlierRows } from '#agents/playbook/conclusions/outliers.ts'
import { spokenImportance, spokenScores } from '#agents/playbook/conclusions/prediction.ts'
import { type ReadResult, rowsOf, type Spoken } from '#agents/playbook/conclusions/readTable.ts'
import type { DraftStep } from '#agents/playbook/draftStep.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import { spokenNumber } from '#agents/playbook/units.ts'

type Told = Pick<DraftStep, 'part' | 'title' | 'columns'>

export function spokenStatistic(intent: Statistic, told: Told, result: ReadResult): Spoken {
  const rows = rowsOf(result)
  const plain: Spoken = { claim: `${told.title}: ${spokenNumber(result.totalRows)} rows.`, limits: [] }
  if (told.part === 'prepared' || told.part === 'course') return plain
  switch (intent.kind) {
    case 'correlations':
      return spokenCorrelations(intent, rows, result.totalRows)
    case 'outliers':
      return told.part === 'main'
        ? spokenOutliers(intent, rows)
        : spokenOutlierRows(told, rows, result.totalRows)
    case 'forecast':
      return told.part === 'main' ? spokenBacktest(intent, rows) : spokenForecast(intent, told.columns, rows)
    case 'clusters':
      if (told.part === 'main') return spokenClusterCounts(intent, rows)
      return told.part === 'clusters' ? spokenClusters(told.columns, rows) : plain
    case 'prediction':
      return told.part === 'main' ? spokenScores(intent, rows) : spokenImportance(intent, rows)
  }
}
