import { expect, it } from 'vitest'
import { breaksDatabase } from '#server/kernels/duckdb/breaksDatabase.ts'

it.each([
  'INTERNAL Error: ExpressionExecutor::Execute called with a result vector of type INTEGER that does not match expression type BIGINT',
  'FATAL Error: Failed: database has been invalidated because of a previous fatal error.',
  'Invalid Input Error: the database has been invalidated because of a previous fatal error',
])('is broken after: %s', (said) => {
  expect(breaksDatabase(new Error(said))).toBe(true)
})

it.each([
  "Conversion Error: Could not convert string 'FATAL Error' to INT32",
  'Out of Memory Error: failed to pin block',
])('goes on after: %s', (said) => {
  expect(breaksDatabase(new Error(said))).toBe(false)
})
