/** Whether an error of DuckDB's own has broken the database with it: every later question to it would fail, so its child must end. */
export const breaksDatabase = (error: unknown): boolean =>
  error instanceof Error && /^(INTERNAL|FATAL) Error\b|database has been invalidated/.test(error.message)
