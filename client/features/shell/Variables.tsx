import '#client/features/shell/variables.css'
import { BarChart3, ChevronRight, Database, History, Table2, type LucideIcon } from 'lucide-react'
import { useMemo, useState } from 'react'
import { LazyLines } from '#client/ui/LazyLines.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { usePage } from '#client/workspace/page.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { variablesOf, type Variable } from '#client/workspace/variables.ts'
import { countOf, counted } from '#client/workspace/when.ts'

const ICONS: Readonly<Record<Variable['kind'], LucideIcon>> = {
  dataset: Database,
  table: Table2,
  chart: BarChart3,
}

/** Closed, it costs nothing; open, it says of each name what stands behind it. */
export function Variables() {
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="panel-part variables" aria-label="Variables">
      <h2>
        <button
          type="button"
          className="part-head"
          aria-expanded={isOpen}
          title="Every name that a step can read: its size, what defines it, what reads it"
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight size={13} aria-hidden className={isOpen ? 'open' : ''} /> Variables
        </button>
      </h2>
      {isOpen && <VariableList />}
    </section>
  )
}

function VariableList() {
  const state = useWorkspace()
  const variables = useMemo(() => variablesOf(state), [state])
  if (variables.length === 0)
    return <p className="muted">Data that you add and results of steps get a name here.</p>
  return (
    <div role="list">
      <LazyLines
        count={variables.length}
        line="var(--line-list)"
        draw={(at) => {
          const variable = variables[at]
          return variable && <VariableLine key={variable.name} variable={variable} />
        }}
      />
    </div>
  )
}

function VariableLine({ variable }: { readonly variable: Variable }) {
  const { name, kind, shape, stepId, isStale, usedBy } = variable
  const { jumpTo } = usePage()
  const [isOpen, setOpen] = useState(false)
  const Icon = ICONS[kind]
  return (
    <div role="listitem" className="variable">
      <button
        type="button"
        className="variable-head"
        aria-expanded={isOpen}
        title={`${kind} ${name}`}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon size={13} aria-label={kind} />
        <code className="words">
          <Visible text={name} />
        </code>
        {isStale && <History size={12} className="stale" aria-label="stale" />}
        <small className="numbers">
          {shape ? `${countOf(shape.rows)} × ${shape.columns}` : kind === 'chart' ? '' : 'no result'}
        </small>
      </button>
      {isOpen && (
        <dl className="variable-facts">
          <dt>Defined by</dt>
          <dd>
            {stepId ? (
              <button type="button" className="link" onClick={() => jumpTo(stepId)}>
                its step
              </button>
            ) : (
              'the data that was added'
            )}
          </dd>
          <dt>{usedBy.length === 0 ? 'Used by' : `Used by ${counted(usedBy.length, 'step')}`}</dt>
          <dd>
            {usedBy.length === 0
              ? 'nothing yet'
              : usedBy.map((reader) => (
                  <button
                    key={reader.stepId}
                    type="button"
                    className="link"
                    onClick={() => jumpTo(reader.stepId)}
                  >
                    <Visible text={reader.name} />
                  </button>
                ))}
          </dd>
        </dl>
      )}
    </div>
  )
}
