import { Plus, ShieldCheck, X } from 'lucide-react'
import { useState } from 'react'
import { checkOf } from '#client/features/notebook/draftChecks.ts'
import { Button } from '#client/ui/Button.tsx'
import { wordsOf, type ConstraintCheck } from '#shared/constraint.ts'

type Kind = ConstraintCheck['kind']
type Shape = {
  readonly name: string
  readonly words?: { readonly label: string; readonly placeholder: string }
  readonly table?: string
}

const SHAPES: Readonly<Record<Kind, Shape>> = {
  assert: {
    name: 'Every row of a result satisfies …',
    words: { label: 'Condition (SQL)', placeholder: 'flight_count >= 20' },
    table: 'In the result (empty: in all that have these columns)',
  },
  'forbidden-columns': {
    name: 'No step reads the columns …',
    words: { label: 'Columns', placeholder: 'email, birth_date' },
    table: 'Of the dataset (empty: of any)',
  },
  'forbidden-datasets': {
    name: 'No step reads the datasets …',
    words: { label: 'Datasets', placeholder: 'salaries' },
  },
  'allowed-languages': {
    name: 'Steps are written only in …',
    words: { label: 'Languages', placeholder: 'sql, chart' },
  },
  'most-seconds': {
    name: 'A step runs at most …',
    words: { label: 'Seconds', placeholder: '60' },
  },
  'most-rows': {
    name: 'A result has at most …',
    words: { label: 'Rows', placeholder: '10000' },
  },
  'no-network': { name: 'No step uses the network' },
}
const KINDS: readonly Kind[] = [
  'assert',
  'forbidden-columns',
  'forbidden-datasets',
  'allowed-languages',
  'most-seconds',
  'most-rows',
  'no-network',
]

type Props = {
  readonly checks: readonly ConstraintCheck[]
  readonly onChange: (checks: readonly ConstraintCheck[]) => void
  readonly onHalfWritten: (isHalf: boolean) => void
}

export function ChecksBuilder({ checks, onChange, onHalfWritten }: Props) {
  const [kind, setKind] = useState<Kind>()
  const [words, setWords] = useState('')
  const [table, setTable] = useState('')
  const [fault, setFault] = useState<string>()
  const close = (): void => {
    setKind(undefined)
    setWords('')
    setTable('')
    setFault(undefined)
    onHalfWritten(false)
  }
  const add = (): void => {
    if (!kind) return
    const check = checkOf(kind, { words, table })
    if (typeof check === 'string') return setFault(check)
    onChange([...checks, check])
    close()
  }
  const shape = kind && SHAPES[kind]
  return (
    <div className="checks">
      <ul className="chips" aria-label="Enforced checks">
        {checks.map((check, at) => (
          <li key={JSON.stringify(check)} className="badge accent">
            <ShieldCheck size={13} aria-hidden />
            {wordsOf(check)}
            <button
              type="button"
              className="chip-remove"
              aria-label={`Remove: ${wordsOf(check)}`}
              onClick={() => onChange(checks.filter((_, place) => place !== at))}
            >
              <X size={12} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {!shape ? (
        <Button
          look="quiet"
          isSmall
          icon={<Plus size={14} />}
          onClick={() => {
            setKind('assert')
            onHalfWritten(true)
          }}
        >
          Add a check that is enforced
        </Button>
      ) : (
        <div className="check-form">
          <label className="label">
            Check
            <select
              className="field"
              aria-label="Check"
              value={kind}
              onChange={(event) => setKind(KINDS.find((one) => one === event.target.value))}
            >
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {SHAPES[one].name}
                </option>
              ))}
            </select>
          </label>
          {shape.words && (
            <label className="label">
              {shape.words.label}
              <input
                className="field mono"
                placeholder={shape.words.placeholder}
                value={words}
                onChange={(event) => setWords(event.target.value)}
              />
            </label>
          )}
          {shape.table && (
            <label className="label">
              {shape.table}
              <input
                className="field mono"
                value={table}
                onChange={(event) => setTable(event.target.value)}
              />
            </label>
          )}
          {fault && <p className="fault">{fault}</p>}
          <div className="actions">
            <Button isSmall onClick={add}>
              Add check
            </Button>
            <Button isSmall look="quiet" onClick={close}>
              Cancel
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}
