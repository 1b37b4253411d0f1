/** What the transport needs of the rest of the server. */
import type { Readable } from 'node:stream'
import type { DraftAnalysed, DraftAsked } from '#shared/draftAnalysis.ts'
import type { DatasetId, Digest, PersonId, WorkspaceId } from '#shared/ids.ts'
import type { Lock } from '#shared/packages.ts'
import type { CellFacts } from '#shared/notebookFile/cellFacts.ts'
import type { NotebookPage } from '#shared/notebookFile/exportNotebook.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { Result } from '#shared/result.ts'
import type { TableDiff } from '#shared/tableDiff.ts'
import type { WorkspaceState } from '#shared/workspace.ts'
import type { WorkspaceHost } from '#server/workspace/workspaceHost.ts'

export type Person = { readonly personId: PersonId; readonly name: string }

/** Every secret is known by its SHA-256 only, and looked up by it, so that comparing takes no time that tells anything. */
export type SignIns = {
  readonly personOfToken: (token: Digest) => Person | undefined
  readonly personOfSession: (session: Digest) => Person | undefined
  /** Once for each login token, and not after it has expired. */
  readonly redeemLogin: (login: Digest) => Person | undefined
  readonly openSession: (session: Digest, person: Person) => void
  readonly closeSession: (session: Digest) => void
}

export type Workspaces = {
  readonly list: () => readonly WorkspaceId[]
  readonly create: (name: string, owner: Person) => Promise<Result<WorkspaceId, Refusal>>
  readonly host: (workspaceId: WorkspaceId) => WorkspaceHost | undefined
}

export type Upload = {
  readonly workspaceId: WorkspaceId
  readonly person: Person
  /** A temporary file, which the importer may take over; what is left of it is removed afterwards. */
  readonly path: string
  readonly fileName: string
  readonly name: string | undefined
  /** Column → type, where the person chose one. */
  readonly types: Readonly<Record<string, string>> | undefined
}

export type ImportTrouble =
  Refusal | { readonly code: string; readonly detail: string; readonly field?: string }

export type Importer = {
  readonly importUpload: (upload: Upload) => Promise<Result<unknown, ImportTrouble>>
  /** Reads a dataset's original file again, with a person's corrections of its types. */
  readonly retype: (
    workspaceId: WorkspaceId,
    person: Person,
    datasetId: DatasetId,
    types: Readonly<Record<string, string>>,
  ) => Promise<Result<unknown, ImportTrouble>>
}

export type Invitations = {
  readonly addPerson: (name: string) => Person
  /** A whole address. */
  readonly loginFor: (person: Person) => string
}

export type Artifacts = {
  readonly stream: (digest: Digest) => Promise<Readable | undefined>
  readonly size: (digest: Digest) => Promise<number | undefined>
}

export type PageQuestion = {
  readonly offset: number
  readonly limit: number
  /** As text, checked by what answers it. */
  readonly sort: string | undefined
  readonly filter: string | undefined
}

export type Tables = {
  readonly page: (digest: Digest, question: PageQuestion) => Promise<Result<unknown, Refusal | ImportTrouble>>
  readonly spread: (digest: Digest, column: string) => Promise<Result<unknown, ImportTrouble>>
  /** The stream removes its file when it is closed. */
  readonly csv: (
    digest: Digest,
  ) => Promise<Result<{ readonly content: Readable; readonly bytes: number }, ImportTrouble>>
  readonly diff: (
    before: Digest,
    after: Digest,
    key: readonly string[] | undefined,
  ) => Promise<Result<TableDiff, ImportTrouble>>
}

export type DraftAnalysis = {
  /** Undefined when the person asked about another draft before this one was begun. */
  readonly analyse: (
    person: Person,
    state: () => WorkspaceState,
    draft: DraftAsked,
  ) => Promise<DraftAnalysed | undefined>
}

/** What a person's wish for Python packages comes to; asks the registry, and installs nothing. */
export type PackageLocks = {
  readonly resolve: (wanted: readonly string[]) => Promise<Result<Lock, string>>
}

export type Notebooks = {
  /** What the cells' own syntax trees say; the error says why nobody can look at Python here. Nothing is executed. */
  readonly cells: (codes: readonly string[]) => Promise<Result<readonly CellFacts[], string>>
  /** Notes and order of the blocks, as the shared document has them now. */
  readonly page: (workspaceId: WorkspaceId) => NotebookPage
  readonly bytes: (digest: Digest) => Promise<Uint8Array | undefined>
}

/** What is optional, and whether it is here; for a banner that says so. */
export type Abilities = {
  readonly model: string
  readonly hasPython: boolean
  readonly notes: readonly string[]
}

export type TransportPorts = {
  readonly signIns: SignIns
  readonly workspaces: Workspaces
  readonly importer: Importer
  readonly invitations: Invitations
  readonly artifacts: Artifacts
  readonly tables: Tables
  readonly drafts: DraftAnalysis
  readonly packages: PackageLocks
  readonly notebooks: Notebooks
  readonly abilities: () => Abilities
  readonly version: string
}
