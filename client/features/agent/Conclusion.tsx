import { Flag, Link2, Waypoints } from 'lucide-react'
import { stepOfArtifact } from '#client/workspace/turns.ts'
import { Button } from '#client/ui/Button.tsx'
import { Prose } from '#client/ui/Prose.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { blockTitleOf } from '#client/workspace/blockTitle.ts'
import { usePage } from '#client/workspace/page.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
import type { Conclusion as Drawn } from '#shared/workspace.ts'

export function Conclusion({ conclusion }: { readonly conclusion: Drawn }) {
  const state = useWorkspace()
  const { jumpTo, showLineage } = usePage()
  return (
    <section className="conclusion" aria-label="Conclusion">
      <h4>
        <Flag size={14} aria-hidden /> The agent concludes
        <small>{whenOf(conclusion.at)}</small>
      </h4>
      <Prose text={conclusion.text} />
      {conclusion.citations.length > 0 && (
        <ul className="citations" aria-label="What it rests on">
          {conclusion.citations.map(({ artifact, claim }) => {
            const stepId = stepOfArtifact(state, artifact)
            return (
              <li key={`${artifact}${claim}`}>
                <button
                  type="button"
                  className="citation"
                  disabled={!stepId}
                  onClick={() => stepId && jumpTo(stepId)}
                >
                  <Link2 size={13} aria-hidden />
                  <span>
                    <Visible text={claim} />
                  </span>
                </button>
                {stepId && (
                  <Button
                    look="quiet"
                    isSmall
                    icon={<Waypoints size={13} />}
                    label="Where it came from"
                    onClick={() => showLineage({ artifact, name: blockTitleOf(state, stepId) })}
                  />
                )}
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
