import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** A page of its own for charts that Plotly draws: all in one file, as a frame without an origin may load none. */
const plotlyFrame: Plugin = {
  name: 'plotly-frame',
  apply: 'build',
  async buildStart() {
    const page = await readFile('client/plotlyFrame.html', 'utf8')
    const script = createRequire(import.meta.url).resolve('plotly.js-strict-dist-min')
    const plotly = (await readFile(script, 'utf8')).replaceAll('</script', '<\\/script')
    const source = page.replace('/* plotly.js */', () => plotly)
    this.emitFile({ type: 'asset', fileName: 'plotlyFrame.html', source })
  },
}

export default defineConfig({
  root: 'client',
  plugins: [react(), plotlyFrame],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    chunkSizeWarningLimit: 5000,
  },
})
