/**
 * Why a connection was closed. y-websocket's provider does not come back after 44xx, since trying again can't help,
 * and does after 45xx.
 */
export const CLOSING = {
  malformed: { code: 4400, reason: 'malformed' },
  signedOut: { code: 4401, reason: 'signed-out' },
  foreignClientId: { code: 4403, reason: 'foreign-client-id' },
  tooLarge: { code: 4413, reason: 'too-large' },
  documentFull: { code: 4414, reason: 'document-full' },
  tooManyClientIds: { code: 4429, reason: 'too-many-client-ids' },
  unavailable: { code: 4503, reason: 'room-unavailable' },
  tooFast: { code: 4529, reason: 'too-fast' },
  tooSlow: { code: 4530, reason: 'too-slow' },
  gaps: { code: 4531, reason: 'too-many-gaps' },
  roomFull: { code: 4532, reason: 'room-full' },
} as const
export type Closing = (typeof CLOSING)[keyof typeof CLOSING]
