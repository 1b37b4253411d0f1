import { useState } from 'react'
import { createWorkspace } from '#client/connection/about.ts'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'

export function NewWorkspaceForm() {
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string>()
  const create = async (): Promise<void> => {
    const made = await createWorkspace(name)
    if (made.ok) location.search = `?w=${made.value.workspaceId}`
    else setProblem(made.error.detail)
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void create()
      }}
    >
      <label className="label">
        Name
        <input
          className="field"
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={200}
        />
      </label>
      {problem && <Notice look="bad">{problem}</Notice>}
      <div className="actions">
        <Button type="submit" look="primary" disabled={name.trim() === ''}>
          Create workspace
        </Button>
      </div>
    </form>
  )
}
