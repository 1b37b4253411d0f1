import canonicalize from 'canonicalize'

/** JSON as the ledger admits it: no floats, no integer beyond 2^53, no lone surrogate (decimals travel as strings). */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** RFC 8785 text of a value. Throws on what the ledger does not admit: that is a bug of the caller. */
export function canonicalJson(value: Json): string {
  refuseInadmissible(value)
  const text = canonicalize(value)
  if (text === undefined) throw new Error('Nothing to write: the value is undefined')
  return text
}

function refuseInadmissible(value: Json | undefined): void {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new Error(`Not an integer below 2^53: ${value}; write decimals as strings`)
  if (typeof value === 'string' && !value.isWellFormed()) throw new Error('A text holds a lone surrogate')
  if (value === null || typeof value !== 'object') return
  for (const [key, inner] of Object.entries(value)) {
    refuseInadmissible(key)
    refuseInadmissible(inner)
  }
}
