import { BarChart3, Flag, Table2, Waypoints } from 'lucide-react'
import { citedOnce, type Cited } from '#client/features/agent/citedOnce.ts'
import { Button } from '#client/ui/Button.tsx'
import { Prose } from '#client/ui/Prose.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { usePage } from '#client/workspace/page.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
import type { Conclusion as Drawn } from '#shared/workspace.ts'

export function Conclusion({ conclusion }: { readonly conclusion: Drawn }) {
  const state = useWorkspace()
  const cited = citedOnce(state, conclusion)
  return (
    <section className="conclusion" aria-label="Conclusion">
      <h4>
        <Flag size={14} aria-hidden /> The agent concludes
        <small>{whenOf(conclusion.at)}</small>
      </h4>
      <Prose text={conclusion.text} />
      {cited.length > 0 && (
        <div className="citations">
          <h5>It rests on</h5>
          <ul aria-label="What it rests on">
            {cited.map((one) => (
              <Citation key={one.artifact} cited={one} />
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

function Citation({ cited: { artifact, name, kind, stepId, claims } }: { readonly cited: Cited }) {
  const { jumpTo, showLineage } = usePage()
  const Icon = kind === 'chart' ? BarChart3 : Table2
  return (
    <li>
      <span className="citation-line">
        <button
          type="button"
          className="citation"
          disabled={!stepId}
          onClick={() => stepId && jumpTo(stepId)}
        >
          <Icon size={13} aria-hidden />
          <code>
            <Visible text={name} />
          </code>
        </button>
        {stepId && (
          <Button
            look="quiet"
            isSmall
            icon={<Waypoints size={13} />}
            label={`Where ${name} came from`}
            onClick={() => showLineage({ artifact, name })}
          />
        )}
      </span>
      {claims.map((claim) => (
        <p key={claim} className="muted">
          <Visible text={claim} />
        </p>
      ))}
    </li>
  )
}
