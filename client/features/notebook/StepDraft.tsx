import { LoaderCircle } from 'lucide-react'
import { ChartBuilder } from '#client/features/charts/ChartBuilder.tsx'
import { CodeEditor } from '#client/features/editor/CodeEditor.tsx'
import { FormatButton } from '#client/features/editor/FormatButton.tsx'
import { PythonState } from '#client/features/notebook/PythonState.tsx'
import type { StepRun } from '#client/features/notebook/useStepRun.ts'
import type { Draft } from '#client/workspace/drafts.ts'
import { LANGUAGE_WORDS } from '#client/workspace/languages.ts'
import { useMayWrite } from '#client/workspace/may.ts'
import { useWord } from '#client/workspace/useDrafts.ts'
import type { Language } from '#shared/constraint.ts'
import type { Finding } from '#shared/preflight.ts'

type Props = {
  readonly draft: Draft
  readonly language: Language
  readonly run: StepRun
  readonly failure: Finding | undefined
}

const NO_FINDINGS: readonly Finding[] = []

export function StepDraft({ draft, language, run, failure }: Props) {
  const output = useWord(draft, 'output')
  const mayWrite = useMayWrite()
  const findings = run.end?.end === 'blocked' ? run.end.findings : NO_FINDINGS
  const isFault = run.end?.end === 'fault' && (run.end.field.endsWith('output') || language === 'packages')
  const fault = run.end?.end === 'fault' && isFault ? run.end.detail : undefined
  return (
    <div className="step-draft">
      <div className="draft-line">
        {language === 'packages' ? (
          <span className="muted">
            One package on each line, with bounds on its version if it needs any:{' '}
            <code>statsmodels&gt;=0.14</code>
          </span>
        ) : (
          <NameAndLanguage draft={draft} language={language} output={output} isFaulty={fault !== undefined} />
        )}
        {run.isBusy && (
          <span className="muted busy" role="status">
            <LoaderCircle size={13} className="spin" aria-hidden /> checking …
          </span>
        )}
        <span className="gap" />
        {mayWrite ? (
          <>
            {(language === 'sql' || language === 'chart') && (
              <FormatButton text={draft.text} language={language} />
            )}
            <span className="muted hint">
              <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs
            </span>
          </>
        ) : (
          <span className="muted hint">A draft of others: you read it here</span>
        )}
      </div>
      {(language === 'python' || language === 'packages') && <PythonState />}
      {fault && <p className="fault">{fault}</p>}
      {language === 'chart' && mayWrite && <ChartBuilder draft={draft} />}
      <CodeEditor
        block={draft.id}
        output={output}
        text={draft.text}
        language={language}
        label={language === 'chart' ? 'Chart specification' : LANGUAGE_WORDS[language]}
        findings={findings}
        {...(failure ? { failure } : {})}
        onRun={run.run}
      />
    </div>
  )
}

type NameProps = {
  readonly draft: Draft
  readonly language: Language
  readonly output: string
  readonly isFaulty: boolean
}

function NameAndLanguage({ draft, language, output, isFaulty }: NameProps) {
  const mayWrite = useMayWrite()
  return (
    <>
      <label className="output-name">
        <span className="muted">{language === 'python' ? 'Results' : 'Result name'}</span>
        <input
          className="field mono"
          aria-label="Result name"
          aria-invalid={isFaulty}
          placeholder={language === 'python' ? 'sales, sales_by_week' : 'sales_by_week'}
          value={output}
          readOnly={!mayWrite}
          spellCheck={false}
          onChange={(event) => draft.map.set('output', event.target.value)}
        />
      </label>
      <select
        className="field language"
        aria-label="Language"
        value={language}
        disabled={!mayWrite}
        onChange={(event) => draft.map.set('language', event.target.value)}
      >
        <option value="sql">SQL</option>
        <option value="python">Python</option>
        <option value="chart">Chart (Vega-Lite)</option>
      </select>
    </>
  )
}
