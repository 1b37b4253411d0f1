/** All that a page has open for one workspace: the fold, the draft, and the way to ask for changes. */
import * as Y from 'yjs'
import type { Me } from '#client/connection/about.ts'
import { openDraftSocket, type DraftSocket } from '#client/connection/draftSocket.ts'
import { openLiveSocket, type LiveSocket } from '#client/connection/liveSocket.ts'
import { sendTo, type Send } from '#client/connection/sendCommand.ts'
import { blocksOf, orderOf } from '#client/workspace/drafts.ts'
import { createFoldStore, type FoldStore } from '#client/workspace/foldStore.ts'
import type { WorkspaceId } from '#shared/ids.ts'

export type Session = {
  readonly workspaceId: WorkspaceId
  readonly me: Me
  readonly fold: FoldStore
  readonly doc: Y.Doc
  /** Of blocks: added, moved, deleted. Editors have their own. */
  readonly undo: Y.UndoManager
  readonly live: LiveSocket
  readonly drafts: DraftSocket
  readonly send: Send
  readonly close: () => void
}

export const BLOCK_ACT = 'block-act'

export function openSession(workspaceId: WorkspaceId, me: Me): Session {
  const fold = createFoldStore()
  const doc = new Y.Doc()
  const origin = location.origin.replace(/^http/, 'ws')
  const live = openLiveSocket(`${origin}/live/${workspaceId}`, fold)
  const drafts = openDraftSocket(`${origin}/collab`, workspaceId, doc)
  const undo = new Y.UndoManager([blocksOf(doc), orderOf(doc)], { trackedOrigins: new Set([BLOCK_ACT]) })
  return {
    workspaceId,
    me,
    fold,
    doc,
    undo,
    live,
    drafts,
    send: sendTo(workspaceId, fold),
    close() {
      live.close()
      drafts.close()
      undo.destroy()
      doc.destroy()
    },
  }
}
