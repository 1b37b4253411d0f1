import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  type DuckDBPreparedStatement,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Parameter } from '#shared/step.ts'

const MILLISECONDS_OF_A_DAY = 86_400_000

/** A parameter that the SQL does not use is no error. */
export function bindParameters(
  prepared: DuckDBPreparedStatement,
  parameters: Readonly<Record<string, Parameter>>,
): void {
  for (let index = 1; index <= prepared.parameterCount; index++) {
    const parameter = parameters[prepared.parameterName(index)]
    if (parameter) prepared.bindValue(index, valueOf(parameter))
  }
}

function valueOf(parameter: Parameter): DuckDBValue {
  switch (parameter.type) {
    case 'text':
    case 'boolean':
      return parameter.value
    case 'integer':
      return BigInt(parameter.value)
    case 'decimal': {
      const scale = parameter.value.split('.')[1]?.length ?? 0
      return new DuckDBDecimalValue(BigInt(parameter.value.replace('.', '')), 38, scale)
    }
    case 'date':
      return new DuckDBDateValue(Date.parse(`${parameter.value}T00:00:00Z`) / MILLISECONDS_OF_A_DAY)
  }
}
