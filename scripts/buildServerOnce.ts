import { build } from 'vite'

/** Tests run the child processes that users run: built, from dist/server. Set COUNTERSIGN_KEEP_BUILD to test the build that is there. */
export default async function buildServerOnce(): Promise<void> {
  if (process.env['COUNTERSIGN_KEEP_BUILD']) return
  await build({ configFile: 'vite.server.config.ts', logLevel: 'warn' })
}
