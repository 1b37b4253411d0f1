/** Which functions a step's SQL may call. Table functions are allowed by name; all that is not listed is refused. */

/** None touches files, settings, logs, secrets or the catalogue. `query` and its like are out: their text would escape review. */
export const ALLOWED_TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  'range',
  'generate_series',
  'unnest',
  'repeat',
  'repeat_row',
  'json_each',
  'json_tree',
  'icu_calendar_names',
  'pg_timezone_names',
])

/** What a bound plan calls the reading of a table: of the twin only, where every table is an input. */
export const TABLE_SCAN = 'seq_scan'

/** Scalar functions that look outside the rows: at settings, variables, the environment, sequences, logs, or run other SQL. */
export const REFUSED_SCALAR_FUNCTIONS: ReadonlySet<string> = new Set([
  'current_setting',
  'set_config',
  'getenv',
  'getvariable',
  'write_log',
  'nextval',
  'currval',
  'current_query',
  'read_text',
  'read_blob',
  'glob',
  'json_execute_serialized_sql',
  'json_serialize_plan',
  'which_secret',
])
