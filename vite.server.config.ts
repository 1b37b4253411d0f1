import { defineConfig } from 'vite'

/** The server and the programs that it starts as child processes. A child is always run from here, in tests too. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/server',
    emptyOutDir: true,
    minify: false,
    rollupOptions: {
      input: {
        main: 'server/main.ts',
        sqlKernelChild: 'server/kernels/duckdb/sqlKernelChild.ts',
        tablePagesChild: 'server/kernels/duckdb/tablePagesChild.ts',
        importChild: 'server/datasets/importChild.ts',
        preflightChild: 'server/preflight/preflightChild.ts',
        appendingChild: 'server/ledger/testing/appendingChild.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
})
