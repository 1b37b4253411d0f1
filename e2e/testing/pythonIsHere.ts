import { existsSync } from 'node:fs'

/** Whether this machine can run Python steps; `npm test` says so when it can't, and CI fails then. */
export const pythonIsHere = (): boolean =>
  existsSync('/usr/bin/bwrap') &&
  ['/usr/bin', '/usr/local/bin', ...(process.env['PATH'] ?? '').split(':')].some((folder) =>
    existsSync(`${folder}/python3`),
  )
