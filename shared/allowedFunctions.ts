/** Which functions a step's SQL may call, by name: what is not listed is refused, so that a newer DuckDB brings nothing in unseen. */

const names = (text: string): readonly string[] => text.trim().split(/\s+/)

/** None touches files, settings, logs, secrets or the catalogue. `query` and its like are out: their text would escape review. */
export const ALLOWED_TABLE_FUNCTIONS: ReadonlySet<string> = new Set(
  names(
    'range generate_series unnest repeat repeat_row json_each json_tree icu_calendar_names pg_timezone_names',
  ),
)

/** What a bound plan calls the reading of a table: of the twin only, where every table is an input. */
export const TABLE_SCAN = 'seq_scan'

/** Settled by their arguments, or by the rows that they see. */
const AGGREGATES_AND_WINDOWS = names(`
  any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_max_nulls_last
  arg_min arg_min_null arg_min_nulls_last argmax argmin array_agg avg bit_and bit_or bit_xor bitstring_agg bool_and
  bool_or corr count count_if count_star countif covar_pop covar_samp cume_dist dense_rank entropy favg fill first
  first_value fsum group_concat histogram histogram_exact kahan_sum kurtosis kurtosis_pop lag last last_value lead
  list listagg mad max max_by mean median min min_by mode nth_value ntile percent_rank product quantile quantile_cont
  quantile_disc rank rank_dense regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy
  regr_syy reservoir_quantile row_number sem skewness stddev stddev_pop stddev_samp string_agg sum sum_no_overflow
  sumkahan var_pop var_samp variance
`)

const OPERATORS = names(`
  !__postfix !~~ !~~* % & && * ** + - ->> / // <-> << <=> <@ >> @ @> ^ ^@ | || ~ ~~ ~~* ~~~
  ilike_escape like_escape not_ilike_escape not_like_escape
`)

const NUMBERS = names(`
  abs acos acosh add asin asinh atan atan2 atanh bin bit_count bit_length bit_position bitstring cbrt ceil ceiling cos
  cosh cot degrees divide equi_width_bins even exp factorial floor gamma gcd get_bit greatest greatest_common_divisor
  is_histogram_other_bin isfinite isinf isnan lcm least least_common_multiple lgamma ln log log10 log2 mod multiply
  nextafter pi pow power radians round set_bit sign signbit sin sinh sqrt subtract tan tanh trunc xor
`)

const TEXTS = names(`
  ascii bar base64 char_length character_length chr concat concat_ws contains damerau_levenshtein decode editdist3
  encode ends_with format format_bytes formatreadabledecimalsize formatreadablesize from_base64 from_binary from_hex
  hamming hash hex instr jaccard jaro_similarity jaro_winkler_similarity lcase left left_grapheme len length
  length_grapheme levenshtein lower lpad ltrim md5 md5_number mismatches nfc_normalize octet_length ord parse_dirname
  parse_dirpath parse_filename parse_formatted_bytes parse_path position prefix printf regexp_escape regexp_extract
  regexp_extract_all regexp_full_match regexp_matches regexp_replace regexp_split_to_array repeat replace reverse right
  right_grapheme rpad rtrim sha1 sha256 split starts_with str_split str_split_regex string_split string_split_regex
  string_to_array strip_accents strlen strpos substr substring substring_grapheme suffix to_base to_base64 to_binary
  to_hex translate trim ucase unbin unhex unicode upper url_decode url_encode
`)

const TIMES = names(`
  age century date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname dayofmonth
  dayofweek dayofyear decade epoch epoch_ms epoch_ns epoch_us era hour isodow isoyear julian last_day make_date
  make_time make_timestamp make_timestamp_ms make_timestamp_ns make_timestamptz microsecond millennium millisecond
  minute month monthname nanosecond normalized_interval quarter second strftime strptime time_bucket
  timetz_byte_comparable timezone timezone_hour timezone_minute to_centuries to_days to_decades to_hours
  to_microseconds to_millennia to_milliseconds to_minutes to_months to_quarters to_seconds to_timestamp to_weeks
  to_years try_strptime uuid_extract_timestamp uuid_extract_version week weekday weekofyear year yearweek
`)

const LISTS_AND_STRUCTS = names(`
  aggregate apply array_aggr array_aggregate array_apply array_cat array_concat array_contains array_cosine_distance
  array_cosine_similarity array_cross_product array_distance array_distinct array_dot_product array_extract
  array_filter array_grade_up array_has array_has_all array_has_any array_indexof array_inner_product array_intersect
  array_length array_negative_dot_product array_negative_inner_product array_position array_reduce array_resize
  array_reverse_sort array_select array_slice array_sort array_transform array_unique array_value array_where
  array_zip cardinality element_at filter flatten generate_series grade_up list_aggr list_aggregate list_apply
  list_cat list_concat list_contains list_cosine_distance list_cosine_similarity list_distance list_distinct
  list_dot_product list_element list_extract list_filter list_grade_up list_has list_has_all list_has_any list_indexof
  list_inner_product list_intersect list_negative_dot_product list_negative_inner_product list_pack list_position
  list_reduce list_resize list_reverse_sort list_select list_slice list_sort list_transform list_unique list_value
  list_where list_zip map map_concat map_contains map_entries map_extract map_extract_value map_from_entries map_keys
  map_values range reduce remap_struct row struct_concat struct_contains struct_extract struct_extract_at struct_has
  struct_indexof struct_insert struct_keys struct_pack struct_position struct_update struct_values union_extract
  union_tag union_value unpivot_list
`)

const JSON_AND_VARIANTS = names(`
  array_to_json from_json from_json_strict json_array json_array_length json_contains json_deserialize_sql json_exists
  json_extract json_extract_path json_extract_path_text json_extract_string json_keys json_merge_patch json_object
  json_pretty json_quote json_serialize_sql json_structure json_transform json_transform_strict json_type json_valid
  json_value row_to_json to_json variant_extract variant_normalize variant_typeof
`)

const TYPES_AND_PLACES = names(`
  alias can_cast_implicitly cast_to_type constant_or_null create_sort_key enum_code enum_first enum_last enum_range
  enum_range_boundary get_type icu_sort_key make_type replace_type switch typeof version st_asbinary st_astext
  st_aswkb st_aswkt st_crs st_geomfromwkb st_intersects_extent st_setcrs
`)

/** Another value each time, or none at all; they touch nothing, and preflight warns of those whose result changes. */
const CHANGING = names(`
  current_connection_id current_database current_date current_localtime current_localtimestamp current_query_id
  current_schema current_schemas current_transaction_id error gen_random_uuid get_current_time get_current_timestamp
  in_search_path now random setseed sleep_ms stats today transaction_timestamp txid_current uuid uuidv4 uuidv7
`)

const ALLOWED: ReadonlySet<string> = new Set([
  ...AGGREGATES_AND_WINDOWS,
  ...OPERATORS,
  ...NUMBERS,
  ...TEXTS,
  ...TIMES,
  ...LISTS_AND_STRUCTS,
  ...JSON_AND_VARIANTS,
  ...TYPES_AND_PLACES,
  ...CHANGING,
])

/**
 * Known, and refused: they look outside the rows (at settings, variables, the environment, sequences, logs, files),
 * run other SQL, or read raw memory that a value of theirs may forge.
 */
const REFUSED: ReadonlySet<string> = new Set(
  names(`
    current_setting set_config getenv getvariable write_log nextval currval current_query read_text read_blob glob
    json_execute_serialized_sql json_serialize_plan which_secret parse_duckdb_log_message combine finalize vector_type
    variant_bytes_to_variant variant_to_parquet_variant
  `),
)

/** To be proposed while typing: what is written as a word with brackets after it. */
export const NAMED_FUNCTIONS: readonly string[] = [...new Set([...ALLOWED, ...ALLOWED_TABLE_FUNCTIONS])]
  .filter((name) => /^[a-z]\w*$/.test(name))
  .toSorted()

/** Scalar, aggregate and window functions. Each language's collation is one of the same kind. */
export function isAllowedFunction(name: string): boolean {
  const key = name.toLowerCase()
  return ALLOWED.has(key) || key.startsWith('icu_collate_')
}

/** Refused by name before anything is bound. What only the optimiser calls is nobody's to call. */
export function isRefusedFunction(name: string): boolean {
  const key = name.toLowerCase()
  return REFUSED.has(key) || key.startsWith('__internal_')
}
