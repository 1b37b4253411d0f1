import {
  AGGREGATES,
  CHANNELS,
  codeOf,
  encodedOf,
  MARKS,
  markOf,
  measureOf,
  SORTS,
  specOf,
  tableOf,
  TIME_UNITS,
  withEncoded,
  withMark,
  withTable,
  type Channel,
  type ChartSpec,
  type Encoded,
} from '#client/features/charts/chartSpec.ts'
import { replaceText, type Draft } from '#client/workspace/drafts.ts'
import { useText } from '#client/workspace/useDrafts.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { resolve, schemaOf, scopeOf } from '#shared/scope.ts'
import type { TableSchema } from '#shared/table.ts'

/** Writes the common part of a Vega-Lite specification by choosing; the rest of it stays what was typed. */
export function ChartBuilder({ draft }: { readonly draft: Draft }) {
  const state = useWorkspace()
  const code = useText(draft.text)
  const spec = specOf(code)
  if (!spec)
    return (
      <p className="muted hint">This specification has more than one view, or is not whole; edit it below.</p>
    )
  const write = (next: ChartSpec): void => replaceText(draft.text, codeOf(next, code))
  const table = tableOf(spec)
  const named = resolve(state, table)
  const schema = (named && schemaOf(named)) ?? []
  const tables = [...scopeOf(state).values()].map(({ name }) => String(name))
  return (
    <fieldset className="chart-builder">
      <legend className="visually-hidden">Chart</legend>
      <Choice
        label="Table"
        value={table}
        choices={tables}
        onChoose={(name) => write(withTable(spec, name ?? ''))}
      />
      <Choice
        label="Mark"
        value={markOf(spec)}
        choices={MARKS}
        onChoose={(mark) => write(withMark(spec, mark ?? 'bar'))}
      />
      {CHANNELS.map((channel) => (
        <ChannelChoices
          key={channel}
          channel={channel}
          encoded={encodedOf(spec, channel)}
          schema={schema}
          onChange={(changes) => write(withEncoded(spec, channel, changes))}
        />
      ))}
    </fieldset>
  )
}

type ChannelProps = {
  readonly channel: Channel
  readonly encoded: Encoded
  readonly schema: TableSchema
  readonly onChange: (changes: Encoded) => void
}

const NAMES: Readonly<Record<Channel, string>> = { x: 'X', y: 'Y', color: 'Colour' }

function ChannelChoices({ channel, encoded, schema, onChange }: ChannelProps) {
  const name = NAMES[channel]
  const { field, type, aggregate, bin, timeUnit, sort } = encoded
  const chooseField = (column: string | undefined): void => {
    const found = schema.find((one) => one.name === column)
    onChange({
      field: column,
      type: found ? measureOf(found.type) : undefined,
      timeUnit: undefined,
      bin: undefined,
    })
  }
  const hasSomething = field !== undefined || aggregate !== undefined
  return (
    <div className="channel" role="group" aria-label={`Channel ${name}`}>
      <Choice
        label={name}
        value={field ?? ''}
        choices={schema.map((one) => one.name)}
        onChoose={chooseField}
      />
      <Choice
        label={`${name}: aggregate`}
        value={textOf(aggregate)}
        choices={AGGREGATES}
        onChoose={(one) =>
          onChange(one === undefined ? { aggregate: one } : { aggregate: one, type: 'quantitative' })
        }
      />
      {type === 'temporal' && (
        <Choice
          label={`${name}: time unit`}
          value={textOf(timeUnit)}
          choices={TIME_UNITS}
          onChoose={(one) => onChange({ timeUnit: one })}
        />
      )}
      {hasSomething && channel !== 'color' && (
        <Choice
          label={`${name}: sort`}
          value={textOf(sort)}
          choices={SORTS}
          onChoose={(one) => onChange({ sort: one })}
        />
      )}
      {type === 'quantitative' && field !== undefined && aggregate === undefined && (
        <label className="bin">
          <input
            type="checkbox"
            checked={bin !== undefined && bin !== false}
            onChange={(event) => onChange({ bin: event.target.checked ? true : undefined })}
          />
          in bins
        </label>
      )}
    </div>
  )
}

type ChoiceProps = {
  readonly label: string
  readonly value: string
  readonly choices: readonly string[]
  readonly onChoose: (choice: string | undefined) => void
}

function Choice({ label, value, choices, onChoose }: ChoiceProps) {
  // What stands in the specification is shown, also when it is none of ours.
  const all = value === '' || choices.includes(value) ? choices : [value, ...choices]
  return (
    <label className="label">
      {label}
      <select
        className="field"
        aria-label={label}
        value={value}
        onChange={(event) => onChoose(event.target.value === '' ? undefined : event.target.value)}
      >
        <option value="">–</option>
        {all.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  )
}

const textOf = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
