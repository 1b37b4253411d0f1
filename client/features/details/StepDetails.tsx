import { Fragment } from 'react'
import { FactsOfNode } from '#client/features/lineage/FactsOfNode.tsx'
import { CopyField } from '#client/ui/CopyField.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { usePage } from '#client/workspace/page.ts'
import { stepFactsOf, wordsOfStale } from '#client/workspace/stepStatus.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { variablesOf } from '#client/workspace/variables.ts'
import { countOf } from '#client/workspace/when.ts'
import { readsOf } from '#shared/graph.ts'
import { nameKey } from '#shared/ids.ts'
import { artifactsIn } from '#shared/artifact.ts'
import type { Step } from '#shared/workspace.ts'

/** What a step is bound to: its digest, its neighbours, its limits, what ran it, and what came of it. */
export function StepDetails({ step }: { readonly step: Step }) {
  const state = useWorkspace()
  const { candidate, run, result, stale, last } = stepFactsOf(state, step)
  const limits = candidate?.content.limits
  const artifacts = artifactsIn(result ?? {})
  const variables = variablesOf(state)
  const read = new Set(readsOf(state, step).map(nameKey))
  const usedBy = variables.filter((one) => one.stepId === step.stepId).flatMap((one) => one.usedBy)
  const environment = Object.entries(run?.environment ?? {})
  return (
    <>
      {stale.length > 0 && (
        <p className="details-note">Stale, because {stale.map(wordsOfStale).join(', and ')}.</p>
      )}
      <FactsOfNode id={`step:${step.stepId}`} />
      <dl className="facts">
        <dt>Tier</dt>
        <dd>
          {last?.preflight
            ? `${last.preflight.tier}: ${last.preflight.tierReasons.join(' ')}`
            : 'not known yet'}
        </dd>
        <dt>Reads</dt>
        <dd>
          <Names names={variables.filter((one) => read.has(nameKey(one.name)))} none="no data" />
        </dd>
        <dt>Read by</dt>
        <dd>
          <Names names={usedBy} none="nothing yet" />
        </dd>
        {artifacts.map((artifact) => (
          <Fragment key={artifact.name}>
            <dt>{artifacts.length > 1 ? `Size of ${artifact.name}` : 'Size'}</dt>
            <dd className="numbers">
              {artifact.kind === 'table' &&
                `${countOf(artifact.rows)} × ${countOf(artifact.schema.length)}, `}
              {countOf(artifact.bytes)} bytes
            </dd>
          </Fragment>
        ))}
        {limits && (
          <>
            <dt>Limits</dt>
            <dd className="numbers">
              {countOf(limits.seconds)} s, {countOf(limits.memoryMb)} MB, {countOf(limits.rows)} rows
            </dd>
          </>
        )}
        {environment.length > 0 && (
          <>
            <dt>Ran with</dt>
            <dd>
              {environment.map(([name, version]) => (
                <span key={name} className="details-pair">
                  {name} <Visible text={version} />
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
      {last?.preflight && <CopyField label="Digest of the step" value={last.preflight.stepDigest} />}
      {artifacts.map(({ name, digest }) => (
        <CopyField
          key={name}
          label={`Digest of ${artifacts.length > 1 ? name : 'the result'}`}
          value={digest}
        />
      ))}
    </>
  )
}

type NamesProps = {
  readonly names: readonly { readonly name: string; readonly stepId: string | undefined }[]
  readonly none: string
}

function Names({ names, none }: NamesProps) {
  const { jumpTo } = usePage()
  if (names.length === 0) return none
  return (
    <span className="details-names">
      {names.map(({ name, stepId }) =>
        stepId === undefined ? (
          <code key={name}>
            <Visible text={name} />
          </code>
        ) : (
          <button key={name} type="button" className="link" onClick={() => jumpTo(stepId)}>
            <code>
              <Visible text={name} />
            </code>
          </button>
        ),
      )}
    </span>
  )
}
