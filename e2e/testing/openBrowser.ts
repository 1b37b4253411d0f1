/** A real browser as Debian ships it, without its background requests. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'

const EXECUTABLE = process.env['COUNTERSIGN_CHROMIUM'] ?? '/usr/bin/chromium'

export type BrowserOptions = {
  readonly width?: number
  readonly height?: number
  readonly colorScheme?: 'light' | 'dark'
}

/** One person's browser: a profile of its own, so that two of them are two people. */
export const openBrowser = (options: BrowserOptions = {}): Promise<BrowserContext> =>
  chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'countersign-browser-')), {
    executablePath: EXECUTABLE,
    headless: true,
    viewport: { width: options.width ?? 1280, height: options.height ?? 860 },
    colorScheme: options.colorScheme ?? 'light',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
