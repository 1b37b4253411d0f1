/**
 * Reads a client's update (Yjs V1) without applying it: whose structs are in it, and what must be known before it.
 * Stricter than Yjs, which believes what it reads; bytes that this refuses never reach a document.
 */
import * as decoding from 'lib0/decoding'

export type UpdateRead = {
  /** For each client: the clocks that the update brings, from (inclusive) to (exclusive). */
  readonly brings: ReadonlyMap<number, { readonly from: number; readonly to: number }>
  /** For each client: the highest clock (exclusive) that it refers to, in what is known or in what it brings. */
  readonly needs: ReadonlyMap<number, number>
}

/** Far above what a document within its size can hold, and far below where arithmetic on clocks goes wrong. */
const MOST_CLOCK = 2 ** 40
const MOST_CLIENT_ID = 2 ** 53 - 1
const HAS_ORIGIN = 128
const HAS_RIGHT_ORIGIN = 64
const HAS_PARENT_KEY = 32
const CONTENT = 31

const refuse = (why: string): never => {
  throw new RangeError(why)
}

function readContentLength(decoder: decoding.Decoder, content: number): number {
  switch (content) {
    case 1:
      return decoding.readVarUint(decoder)
    case 2: {
      const length = decoding.readVarUint(decoder)
      for (let i = 0; i < length; i++) {
        const text = decoding.readVarString(decoder)
        if (text !== 'undefined') JSON.parse(text)
      }
      return length
    }
    case 3:
      decoding.readVarUint8Array(decoder)
      return 1
    case 4:
      return decoding.readVarString(decoder).length
    case 5:
      JSON.parse(decoding.readVarString(decoder))
      return 1
    case 6:
      decoding.readVarString(decoder)
      JSON.parse(decoding.readVarString(decoder))
      return 1
    case 7: {
      const kind = decoding.readVarUint(decoder)
      if (kind > 6) refuse('unknown type')
      if (kind === 3 || kind === 5) decoding.readVarString(decoder)
      return 1
    }
    case 8: {
      const length = decoding.readVarUint(decoder)
      for (let i = 0; i < length; i++) decoding.readAny(decoder)
      return length
    }
    default:
      // 9 is a document inside the document: nothing here uses one.
      return refuse('unknown content')
  }
}

/** Returns undefined for anything that an honest client does not send. */
export function readUpdate(update: Uint8Array): UpdateRead | undefined {
  try {
    return walk(update)
  } catch {
    return undefined
  }
}

function walk(update: Uint8Array): UpdateRead {
  const decoder = decoding.createDecoder(update)
  const brings = new Map<number, { from: number; to: number }>()
  const needs = new Map<number, number>()
  const need = (client: number, clock: number): void => {
    if (client > MOST_CLIENT_ID || clock > MOST_CLOCK) refuse('clock out of range')
    if ((needs.get(client) ?? 0) < clock) needs.set(client, clock)
  }
  const left = () => update.length - decoder.pos

  const clients = decoding.readVarUint(decoder)
  if (clients > left()) refuse('more clients than bytes')
  for (let c = 0; c < clients; c++) {
    const structs = decoding.readVarUint(decoder)
    const client = decoding.readVarUint(decoder)
    const from = decoding.readVarUint(decoder)
    // Yjs makes room for as many as are announced, before it reads one.
    if (structs === 0 || structs * 2 > left()) refuse('more structs than bytes')
    if (brings.has(client)) refuse('a client twice')
    if (client > MOST_CLIENT_ID || from > MOST_CLOCK) refuse('clock out of range')
    let clock = from
    for (let s = 0; s < structs; s++) clock = walkStruct(decoder, client, clock, need)
    brings.set(client, { from, to: clock })
  }

  const deleters = decoding.readVarUint(decoder)
  if (deleters > left()) refuse('more deletes than bytes')
  for (let d = 0; d < deleters; d++) {
    const client = decoding.readVarUint(decoder)
    const ranges = decoding.readVarUint(decoder)
    if (ranges * 2 > left()) refuse('more ranges than bytes')
    for (let r = 0; r < ranges; r++) {
      const clock = decoding.readVarUint(decoder)
      const length = decoding.readVarUint(decoder)
      if (length === 0) refuse('an empty range')
      need(client, clock + length)
    }
  }
  if (decoder.pos !== update.length) refuse('bytes left over')
  return { brings, needs }
}

function walkStruct(
  decoder: decoding.Decoder,
  client: number,
  clock: number,
  need: (client: number, clock: number) => void,
): number {
  const flags = decoding.readUint8(decoder)
  const content = flags & CONTENT
  let length: number
  if (content === 0) {
    length = decoding.readVarUint(decoder)
  } else {
    const reference = () => {
      const of = decoding.readVarUint(decoder)
      const at = decoding.readVarUint(decoder)
      if (of === client && at >= clock) refuse('a struct that comes before its own past')
      need(of, at + 1)
    }
    if (flags & HAS_ORIGIN) reference()
    if (flags & HAS_RIGHT_ORIGIN) reference()
    if (!(flags & (HAS_ORIGIN | HAS_RIGHT_ORIGIN))) {
      if (decoding.readVarUint(decoder) === 1) decoding.readVarString(decoder)
      else reference()
      if (flags & HAS_PARENT_KEY) decoding.readVarString(decoder)
    }
    length = readContentLength(decoder, content)
  }
  if (length === 0 || clock + length > MOST_CLOCK) refuse('length out of range')
  return clock + length
}
