import { Brain, Eye, Hand } from 'lucide-react'
import { Visible } from '#client/ui/Visible.tsx'
import { durationOf } from '#client/workspace/when.ts'
import type { AgentCall } from '#shared/agentTurn.ts'

const WORDS: Readonly<Record<string, string>> = {
  list_datasets: 'looked at which data there is',
  describe_dataset: 'read a description of the data',
  sample_rows: 'looked at some rows',
  read_step: 'read a step',
  read_result: 'read a result',
  read_lineage: 'looked at where something comes from',
  outline_plan: 'outlined a plan',
  propose_step: 'proposed a step',
  revise_step: 'revised a step',
  ask_person: 'asked a question',
  conclude: 'drew a conclusion',
}
const ACTS = new Set(['outline_plan', 'propose_step', 'revise_step', 'ask_person', 'conclude'])

export function ToolCalls({ calls }: { readonly calls: readonly AgentCall[] }) {
  const tools = calls.filter((call) => call.kind === 'tool')
  return (
    <details className="calls" open={tools.length <= 6}>
      <summary>
        What it did: {tools.length} {tools.length === 1 ? 'step' : 'steps'}, {calls.length - tools.length}{' '}
        model calls
      </summary>
      <ol>
        {calls.map((call, at) =>
          call.kind === 'model' ? (
            <li key={at} className="call model">
              <Brain size={13} aria-hidden />
              <span className="muted">
                thought ({call.model}, {durationOf(call.milliseconds)})
              </span>
            </li>
          ) : (
            <li key={at} className="call">
              {ACTS.has(call.tool) ? <Hand size={13} aria-hidden /> : <Eye size={13} aria-hidden />}
              <details>
                <summary>
                  {WORDS[call.tool] ?? call.tool} <Subject text={call.arguments} />
                </summary>
                <pre className="detail">
                  <Visible text={`${call.arguments}\n${call.outcome}`} />
                </pre>
              </details>
            </li>
          ),
        )}
      </ol>
    </details>
  )
}

/** The name that the call is about, when its arguments hold one. */
function Subject({ text }: { readonly text: string }) {
  const name = /"(?:dataset|name|output|table|title)"\s*:\s*"([^"]{1,60})/.exec(text)?.[1]
  return name ? (
    <code>
      <Visible text={name} />
    </code>
  ) : null
}
