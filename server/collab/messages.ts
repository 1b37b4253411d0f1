/**
 * What is said on the collaboration socket: y-websocket's protocol, and one message more. `SAVED` carries how many of
 * the messages with edits (SyncStep2 and Update) that came on this connection are on disk, or need not be: a client
 * that counts what it sends is saved when the two are equal. A stock client drops it as unknown.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

const SYNC = 0
const AWARENESS = 1
const QUERY_AWARENESS = 3
export const SAVED = 100

const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2

export type PeerMessage =
  | { readonly type: 'ask-state'; readonly stateVector: Uint8Array }
  | { readonly type: 'edit'; readonly update: Uint8Array }
  | { readonly type: 'awareness'; readonly entries: Uint8Array }
  | { readonly type: 'ask-awareness' }

/** Returns undefined for what is not a message of the protocol. */
export function readPeerMessage(message: Uint8Array): PeerMessage | undefined {
  // A copy of its own: a length that lies would otherwise read the memory that the socket's buffers share.
  const decoder = decoding.createDecoder(message.slice())
  try {
    switch (decoding.readVarUint(decoder)) {
      case SYNC:
        return readSync(decoder)
      case AWARENESS:
        return { type: 'awareness', entries: decoding.readVarUint8Array(decoder).slice() }
      case QUERY_AWARENESS:
        return { type: 'ask-awareness' }
      default:
        return undefined
    }
  } catch {
    return undefined
  }
}

function readSync(decoder: decoding.Decoder): PeerMessage | undefined {
  const step = decoding.readVarUint(decoder)
  const bytes = decoding.readVarUint8Array(decoder).slice()
  if (step === STEP_1) return { type: 'ask-state', stateVector: bytes }
  return step === STEP_2 || step === UPDATE ? { type: 'edit', update: bytes } : undefined
}

function sync(step: number, bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SYNC)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

export const askState = (stateVector: Uint8Array): Uint8Array => sync(STEP_1, stateVector)
export const answerState = (update: Uint8Array): Uint8Array => sync(STEP_2, update)
export const tellUpdate = (update: Uint8Array): Uint8Array => sync(UPDATE, update)

export const tellSaved = (count: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SAVED)
    encoding.writeVarUint(encoder, count)
  })

export type AwarenessEntry = { readonly clientId: number; readonly clock: number; readonly state: string }

/** Throws on what can't be read. */
export function readAwareness(bytes: Uint8Array): readonly AwarenessEntry[] {
  const decoder = decoding.createDecoder(bytes)
  const length = decoding.readVarUint(decoder)
  if (length > bytes.length) throw new RangeError('more entries than bytes')
  return Array.from({ length }, () => ({
    clientId: decoding.readVarUint(decoder),
    clock: decoding.readVarUint(decoder),
    state: decoding.readVarString(decoder),
  }))
}

export const tellAwareness = (entries: readonly AwarenessEntry[]): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, AWARENESS)
    encoding.writeVarUint8Array(
      encoder,
      encoding.encode((inner) => {
        encoding.writeVarUint(inner, entries.length)
        for (const entry of entries) {
          encoding.writeVarUint(inner, entry.clientId)
          encoding.writeVarUint(inner, entry.clock)
          encoding.writeVarString(inner, entry.state)
        }
      }),
    )
  })
