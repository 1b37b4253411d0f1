/** Reads stored bytes strictly: only the one canonical text of an admissible entry is read, anything else is refused in words. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson, type Json } from '#shared/ledger/canonicalJson.ts'
import { Entry } from '#shared/ledger/entry.ts'
import { err, ok, type Result } from '#shared/result.ts'

export const MAX_BODY_BYTES = 1024 * 1024
const MAX_DEPTH = 64

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

export function parseBody(body: string): Result<Entry, string> {
  if (body.length > MAX_BODY_BYTES) return err('the body is over 1 MiB')
  if (!body.isWellFormed()) return err('the body holds a lone surrogate')
  // No UTF-16 unit takes more than three bytes.
  if (body.length * 3 > MAX_BODY_BYTES && utf8ToBytes(body).length > MAX_BODY_BYTES)
    return err('the body is over 1 MiB')
  // Before anything recursive sees it.
  if (isTooDeep(body)) return err(`the body is nested deeper than ${MAX_DEPTH}`)
  const value = jsonOf(body)
  if (!value.ok) return value
  const entry = Entry.safeParse(value.value)
  if (entry.success) return ok(entry.data)
  const issue = entry.error.issues[0]
  return err(`the entry is not of its shape: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}

function jsonOf(body: string): Result<unknown, string> {
  try {
    const value: unknown = JSON.parse(body)
    // Duplicate keys, exponents, floats, -0, spaces and disorder all write differently, or not at all.
    if (!isJson(value) || canonicalJson(value) !== body) return err('the body is not canonical JSON')
    return ok(value)
  } catch (error) {
    return err(`the body is not JSON that the ledger admits: ${error instanceof Error ? error.message : ''}`)
  }
}

/** True of all that JSON.parse gives. */
const isJson = (value: unknown): value is Json => value !== undefined

function isTooDeep(body: string): boolean {
  let depth = 0
  let isInText = false
  // Codes instead of characters: every entry of a record passes through here when it is verified.
  for (let at = 0; at < body.length; at++) {
    const code = body.charCodeAt(at)
    if (isInText) {
      if (code === BACKSLASH) at++
      else if (code === QUOTE) isInText = false
    } else if (code === QUOTE) isInText = true
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (++depth > MAX_DEPTH) return true
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth--
  }
  return false
}
