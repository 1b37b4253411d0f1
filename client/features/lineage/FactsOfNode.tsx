import '#client/features/lineage/factsOfNode.css'
import { factsOf } from '#client/features/lineage/nodeFacts.ts'
import { Prose } from '#client/ui/Prose.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useWorkspace } from '#client/workspace/useSession.ts'

/** Who, when and why of one node of the lineage, by the node's id. */
export function FactsOfNode({ id }: { readonly id: string }) {
  const facts = factsOf(useWorkspace(), id)
  if (!facts) return null
  const { text, reason, claim } = facts
  return (
    <div className="node-facts">
      {text !== undefined && <Prose text={text} />}
      <dl>
        {facts.facts.map(({ term, words }, at) => (
          <div key={`${term} ${at}`}>
            <dt>{term}</dt>
            <dd>
              <Visible text={words} />
            </dd>
          </div>
        ))}
      </dl>
      {reason && (
        <blockquote>
          <Visible text={reason.words} />
          <footer>
            the reason that <Visible text={reason.by} /> gave
          </footer>
        </blockquote>
      )}
      {claim && (
        <blockquote className={claim.isAgent ? 'claim agent' : 'claim'}>
          <Visible text={claim.words} />
          <footer>{claim.isAgent ? 'the agent’s claim, checked by nobody' : `so says ${claim.by}`}</footer>
        </blockquote>
      )}
    </div>
  )
}
