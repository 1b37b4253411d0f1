/** A step in words, from what is recorded of it and nothing else: what it reads, keeps, groups, gives, and where it stands. */
import { wantedOf } from '#shared/packages.ts'
import { z } from 'zod'
import { clausesIn } from '#agents/playbook/clausesIn.ts'
import { troublesOf } from '#agents/playbook/mend.ts'
import { spokenNumber } from '#agents/playbook/units.ts'
import type { SeenLineage, SeenProposal } from '#agents/seen.ts'
import { assertNever } from '#shared/result.ts'
import { parsedJson } from '#shared/parsedJson.ts'

type Facts = Readonly<Record<'reads' | 'rows' | 'groups' | 'gives' | 'state', readonly string[]>>

/** Only the facts that the question is about; all of them when it can't be told. */
export function explained(words: string, step: SeenProposal, lineage: SeenLineage | undefined): string {
  const facts: Facts = {
    reads: readsTold(step),
    ...CODE_TOLD[step.language](step.code),
    gives: givesTold(step, lineage),
    state: stateTold(step),
  }
  const told = topicsOf(words, step).flatMap((topic) => facts[topic])
  const all = told.length > 0 ? told : Object.values(facts).flat()
  return [
    `${calledOf(step)}, as it is recorded:`,
    all.map((fact) => `- ${fact}`).join('\n'),
    'I am the playbook: I can tell what is recorded of a step, and no reasons beyond that.',
  ].join('\n\n')
}

/** Many steps have no title but their name. */
export const calledOf = ({ title, output }: SeenProposal): string =>
  title === output ? `“${output}”` : `“${title}” (${output})`

function topicsOf(words: string, step: SeenProposal): readonly (keyof Facts)[] {
  const asks = words.toLowerCase()
  if (/\bwhy\b|\berror\b|\bfail|\bblock|\bstate\b|\bstatus\b/.test(asks) && troublesOf(step).length > 0)
    return ['state']
  if (/come[s]? from|come of|origin|lineage|\bsource|based on|made from/.test(asks)) return ['reads', 'gives']
  if (/leave|left out|filter|exclud|fewer|missing|which rows|how many rows/.test(asks))
    return ['rows', 'groups', 'state']
  if (/\bgroup|aggregat/.test(asks)) return ['groups', 'gives']
  return ['reads', 'rows', 'groups', 'gives', 'state']
}

const readsTold = ({ reads }: SeenProposal): readonly string[] =>
  reads && reads.length > 0
    ? [
        `It reads ${reads
          .map(({ name, columns }) => (columns.length > 0 ? `${name} (${columns.join(', ')})` : name))
          .join(' and ')}.`,
      ]
    : ['What it reads is not known: it was never bound to the data.']

type CodeTold = (code: string) => Pick<Facts, 'rows' | 'groups'>
const CODE_TOLD: Readonly<Record<SeenProposal['language'], CodeTold>> = {
  sql: (code) => ({ rows: rowsTold(code), groups: groupsTold(code) }),
  chart: (code) => ({ rows: [], groups: drawnTold(code) }),
  python: (code) => ({ rows: [], groups: pythonTold(code) }),
  packages: (code) => ({
    rows: [],
    groups: [`It brings these packages: ${wantedOf(code).replaceAll('\n', ', ')}.`],
  }),
}

/** What stands in Python in plain sight: its own comments, and what it imports. It is not followed further. */
function pythonTold(code: string): readonly string[] {
  const comments = [...code.matchAll(/^\s*#\s*(\S.*)$/gm)].map((found) => found[1] ?? '')
  const imports = [...code.matchAll(/^\s*(?:import|from)\s+([A-Za-z_]\w*)/gm)].map((found) => found[1] ?? '')
  return [
    'It is Python, which I read no further than its names.',
    ...(comments.length > 0 ? [`Its comments say: ${comments.join('; ')}.`] : []),
    ...(imports.length > 0 ? [`It uses ${[...new Set(imports)].join(', ')}.`] : []),
  ]
}

function rowsTold(code: string): readonly string[] {
  const { joins, where, limit, inner } = clausesIn(code)
  return [
    ...joins.map((join) => `It joins: ${join}.`),
    where === undefined ? 'It keeps all rows of what it reads.' : `It keeps only rows where ${where}.`,
    ...(limit === undefined ? [] : [`Of what comes out it keeps at most ${limit} rows.`]),
    ...(inner > 0
      ? [
          `It has ${inner === 1 ? 'an inner query' : `${inner} inner queries`}, whose filters are not told here: they stand in its code.`,
        ]
      : []),
  ]
}

function groupsTold(code: string): readonly string[] {
  const { group, having, order } = clausesIn(code)
  return [
    ...(group === undefined ? [] : [`It makes one row for each ${group}.`]),
    ...(having === undefined ? [] : [`It keeps only groups where ${having}.`]),
    ...(order === undefined ? [] : [`It puts them in the order of ${order}.`]),
  ]
}

const Channel = z.looseObject({ field: z.string().optional(), aggregate: z.string().optional() })
const Drawn = z.looseObject({
  mark: z.union([z.string(), z.looseObject({ type: z.string() })]).optional(),
  encoding: z.record(z.string(), z.unknown()).optional(),
})

function drawnTold(code: string): readonly string[] {
  const drawn = Drawn.safeParse(parsedJson(code))
  if (!drawn.success) return ['Its specification can’t be read as a chart.']
  const { mark, encoding = {} } = drawn.data
  const shown = Object.entries(encoding).flatMap(([channel, given]) => {
    const { field, aggregate } = Channel.safeParse(given).data ?? {}
    const value =
      field === undefined ? aggregate : aggregate === undefined ? field : `${aggregate} of ${field}`
    return value === undefined ? [] : [`${value} as ${channel}`]
  })
  const as =
    mark === undefined
      ? 'a chart of several layers'
      : `a ${typeof mark === 'string' ? mark : mark.type} chart`
  return [`It draws ${as}${shown.length > 0 ? `: ${shown.join(', ')}` : ''}.`]
}

function givesTold(
  { schema, language, run }: SeenProposal,
  lineage: SeenLineage | undefined,
): readonly string[] {
  if (language === 'chart') return []
  const known = schema ?? (run?.kind === 'table' ? run.columns : [])
  if (known.length === 0)
    return language === 'python'
      ? ['Which columns come out of it is known after a run.']
      : ['Its columns are not known: it was never bound to the data.']
  const columns = known.map(({ name, type }) => {
    const from = lineage?.columns.find((one) => one.column === name)?.origins ?? []
    return `${name} (${type}${from.length > 0 ? `, from ${from.join(', ')}` : ''})`
  })
  return [
    `Its columns: ${columns.join('; ')}.`,
    ...(lineage && lineage.readBy.length > 0 ? [`It is read by ${lineage.readBy.join(', ')}.`] : []),
  ]
}

function stateTold(step: SeenProposal): readonly string[] {
  const { status, reason, because, run } = step
  const said = reason ? [`The reviewer said (${reason.code}): ${reason.text}`] : []
  const troubles = troublesOf(step).map(({ text, line }) =>
    line === undefined ? (text.split('\n', 1)[0] ?? text) : `line ${line}: ${text}`,
  )
  if (status === 'blocked')
    return [`It can’t run as it is: ${troubles.join(' ') || (because ?? 'no reason is recorded')}`]
  if (!run) return [`It has not run; its state is “${status}”.`, ...said]
  switch (run.kind) {
    case 'failed':
      return [`Its last run failed: ${troubles.join(' ')}`, ...said]
    case 'table':
      return [
        `Its last run gave ${spokenNumber(run.totalRows)} ${run.totalRows === 1 ? 'row' : 'rows'}.`,
        ...(run.dispute === undefined ? [] : [`The result is disputed: ${run.dispute}`]),
      ]
    case 'chart':
      return [`Its last run drew ${run.input}.`]
    case 'value':
      return [`Its last run gave ${run.mime}.`]
    case 'halted':
      return [`Its last run was halted: ${run.message}`]
    case 'running':
      return ['It is running.']
    case 'indeterminate':
      return [`What became of its last run is not known: ${run.message}`]
    default:
      return assertNever(run)
  }
}
