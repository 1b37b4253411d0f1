/** The live socket: each subscriber gets every entry after its own place, in order; and what is told in passing. */
import type { LiveMessage } from '#shared/protocol.ts'
import type { SocketCall } from '#server/transport/upgradeRouter.ts'

const MOST_UNSENT = 64 * 1024 * 1024
const BAD_PLACE = { code: 4400, reason: 'after-must-be-a-number' } as const
const TOO_SLOW = { code: 4530, reason: 'too-slow' } as const

export function serveLive({ socket, host, query }: SocketCall): void {
  const after = Number(query.get('after') ?? '0')
  if (!Number.isSafeInteger(after) || after < 0) return socket.close(BAD_PLACE.code, BAD_PLACE.reason)
  const say = (message: LiveMessage) => {
    if (socket.readyState !== socket.OPEN) return
    // It catches up from its own place when it comes back, so nothing is lost by letting it go.
    if (socket.bufferedAmount > MOST_UNSENT) return socket.close(TOO_SLOW.code, TOO_SLOW.reason)
    socket.send(JSON.stringify(message))
  }
  const unsubscribe = host.subscribe(after, (entries) => say({ type: 'entries', entries }))
  const stopOverhearing = host.overhear(say)
  say({ type: 'caught-up', seq: host.head().seq })
  socket.on('close', () => {
    unsubscribe()
    stopOverhearing()
  })
}
