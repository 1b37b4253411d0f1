/** What one document, one connection and one person may take. Each stands for a way to exhaust a server. */
export type CollabLimits = {
  readonly documentBytes: number
  readonly messageBytes: number
  /** A bucket that fills at `messagesPerSecond` and holds `messageBurst`. */
  readonly messagesPerSecond: number
  readonly messageBurst: number
  /** What one question for the document's state takes out of that bucket: the answer may be the whole document. */
  readonly syncCost: number
  readonly clientIdsPerConnection: number
  readonly clientIdsPerPersonAndDay: number
  readonly awarenessStateBytes: number
  readonly awarenessStates: number
  /** How often a connection may send an edit whose past is unknown here. Such an edit is asked for again, never kept. */
  readonly gapsPerConnection: number
  readonly connectionsPerRoom: number
  /** A reader that is this far behind is let go; it catches up when it comes back. */
  readonly unsentBytes: number
  /** After so many stored updates the document is stored anew as one. */
  readonly compactAfter: number
}

const MB = 1024 * 1024

export const COLLAB_LIMITS: CollabLimits = {
  documentBytes: 32 * MB,
  messageBytes: MB,
  messagesPerSecond: 200,
  messageBurst: 1_000,
  syncCost: 50,
  clientIdsPerConnection: 4,
  clientIdsPerPersonAndDay: 500,
  awarenessStateBytes: 16 * 1024,
  awarenessStates: 500,
  gapsPerConnection: 50,
  connectionsPerRoom: 600,
  unsentBytes: 16 * MB,
  compactAfter: 500,
}
