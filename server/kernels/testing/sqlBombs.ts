/** Queries that want all memory, and queries that never end: ten kinds of each. */

/** The most telling first, for a run of only some. Several take memory that DuckDB does not count: texts, lists and maps that a function builds. */
export const MEMORY_BOMBS: Readonly<Record<string, string>> = {
  'one long text': "SELECT length(repeat('x', 4000000000)) AS n FROM range(3)",
  'a text that doubles in a recursion':
    "WITH RECURSIVE r AS (SELECT 'x' AS t UNION ALL SELECT t || t FROM r WHERE length(t) < 100000000000) SELECT max(length(t)) AS n FROM r",
  'a text padded to two gigabytes': "SELECT length(lpad('', 2000000000, 'ab')) AS n FROM range(8)",
  'many texts glued to one': "SELECT string_agg(repeat('x', 1000000), '') AS s FROM range(4000)",
  'a list of everything': 'SELECT list(range) AS l FROM range(1000000000)',
  'a long list in each row': 'SELECT len(range(0, 100000000 + range)) AS n FROM range(100)',
  'too many groups': 'SELECT count(DISTINCT repeat(range::VARCHAR, 200)) AS n FROM range(100000000)',
  'a sort of wide rows':
    "SELECT max(w) AS w FROM (SELECT row_number() OVER (ORDER BY hash(range), repeat(range::VARCHAR, 500)) AS w, repeat('y', 1000) || range AS t FROM range(50000000)) WHERE t > 'a'",
  'a join whose sides are both large':
    'SELECT count(*) AS n FROM (SELECT range AS k, repeat(range::VARCHAR, 100) AS t FROM range(50000000)) a JOIN (SELECT range AS k, repeat(range::VARCHAR, 100) AS t FROM range(50000000)) b ON a.t = b.t',
  'a histogram of everything': 'SELECT cardinality(histogram(range)) AS n FROM range(200000000)',
}

export const RUNAWAYS: Readonly<Record<string, string>> = {
  'a cross join':
    'SELECT count(*) AS n FROM range(1000000000) a, range(100000) b WHERE a.range * b.range % 7 = 3',
  'a recursion without end':
    'WITH RECURSIVE r AS (SELECT 1::HUGEINT AS n UNION ALL SELECT (n * 7 + 1) % 1000003 FROM r) SELECT max(n) AS n FROM r WHERE n < 0',
  'a recursion that grows slowly':
    'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 2000000000) SELECT count(*) AS n FROM r',
  'a join by inequality':
    'SELECT count(*) AS n FROM range(3000000) a JOIN range(3000000) b ON a.range < b.range AND (a.range * b.range) % 11 = 1',
  'a regular expression for each pair':
    "SELECT count(*) AS n FROM range(1000000) a, range(1000000) b WHERE regexp_matches(a.range::VARCHAR || b.range, '(1|2)*3(4|5)*6')",
  'edit distances of long texts':
    "SELECT sum(levenshtein(repeat('ab', 20000), repeat('ba', 20000) || range)) AS n FROM range(1000000)",
  'digests of digests':
    'SELECT max(list_reduce(range(1000000), lambda x, y: hash(x + y) % 1000)) AS n FROM range(100000)',
  'a window over everything':
    'SELECT sum(w) AS n FROM (SELECT median(range) OVER (ORDER BY range % 1000 ROWS 100000 PRECEDING) AS w FROM range(30000000))',
  'a nap': 'SELECT sum(sleep_ms(60000 + range)) AS n FROM range(10)',
  'a subquery for each row':
    'SELECT count(*) AS n FROM range(100000000) a WHERE (SELECT max(b.range) FROM range(100000) b WHERE b.range % 97 <> a.range % 89) > 5',
}
