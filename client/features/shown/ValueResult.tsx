import '#client/features/shown/shown.css'
import { Download } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { DisplayView } from '#client/features/shown/DisplayView.tsx'
import { useBytes } from '#client/features/shown/useBytes.ts'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { fileNameOf, isSpec } from '#client/workspace/fileNameOf.ts'
import { useSession } from '#client/workspace/useSession.ts'
import { countOf } from '#client/workspace/when.ts'
import { parsedJson } from '#shared/parsedJson.ts'
import type { Artifact } from '#shared/artifact.ts'

type Value = Exclude<Artifact, { kind: 'table' | 'chart' }>

const MOST_TEXT = 60_000

/** A figure, text, values or a model that a step handed over. */
export function ValueResult({ artifact }: { readonly artifact: Value }) {
  const { workspaceId } = useSession()
  const path = `/api/workspaces/${workspaceId}/artifacts/${artifact.digest}`
  return (
    <div className="value-result">
      {artifact.kind !== 'model' && <Shown path={path} artifact={artifact} />}
      {artifact.kind === 'model' && (
        <p className="muted">
          A fitted model, as a joblib file. Open one only if you trust who made it: it is code.
        </p>
      )}
      <div className="actions">
        <a className="button small quiet" href={path} download={fileNameOf(artifact)}>
          <Download size={13} aria-hidden /> {fileNameOf(artifact)}, {countOf(artifact.bytes)} bytes
        </a>
      </div>
    </div>
  )
}

function Shown({ path, artifact }: { readonly path: string; readonly artifact: Value }) {
  const read = useBytes(path)
  if (!read) return <p className="muted">Loading …</p>
  if (!read.ok) return <Notice look="bad">{read.error}</Notice>
  if (isSpec(artifact)) return <DrawnHere bytes={read.value} artifact={artifact} />
  if (artifact.kind === 'figure') return <Figure bytes={read.value} artifact={artifact} />
  const text = new TextDecoder().decode(read.value)
  return (
    <pre className="printed">
      <Visible text={text.slice(0, MOST_TEXT)} />
      {text.length > MOST_TEXT && <span className="muted"> … the rest is in the file</span>}
    </pre>
  )
}

type BytesProps = { readonly bytes: ArrayBuffer; readonly artifact: Value }

function DrawnHere({ bytes, artifact: { mime, name } }: BytesProps) {
  const data = useMemo(() => {
    const spec = parsedJson(new TextDecoder().decode(bytes))
    return spec === undefined ? undefined : { [mime]: spec, 'text/plain': `Figure ${name}` }
  }, [bytes, mime, name])
  return data ? <DisplayView data={data} /> : <Notice look="bad">This figure can’t be read.</Notice>
}

function Figure({ bytes, artifact: { name, mime } }: BytesProps) {
  const [source, setSource] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type: mime }))
    setSource(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes, mime])
  return source === undefined ? null : <img className="shown-picture" src={source} alt={`Figure ${name}`} />
}
