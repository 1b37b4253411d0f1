import { PlainPage } from '#client/features/shell/PlainPage.tsx'
import { NewWorkspaceForm } from '#client/features/shell/NewWorkspaceForm.tsx'

export function FirstWorkspace() {
  return (
    <PlainPage title="Make your first workspace">
      <p>A workspace holds data, questions, and the record of everything that was decided and run.</p>
      <NewWorkspaceForm />
    </PlainPage>
  )
}
