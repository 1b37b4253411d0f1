/** All that a page has open for one workspace: the fold, the draft, and the way to ask for changes. */
import * as Y from 'yjs'
import type { Me } from '#client/connection/about.ts'
import { openDraftSocket, type DraftSocket } from '#client/connection/draftSocket.ts'
import { openLiveSocket, type LiveSocket } from '#client/connection/liveSocket.ts'
import type { Problem } from '#client/connection/problem.ts'
import { sendTo, type Send } from '#client/connection/sendCommand.ts'
import { createSignal, type Signal } from '#client/connection/signal.ts'
import { blocksOf, orderOf } from '#client/workspace/drafts.ts'
import { createFoldStore, type FoldStore } from '#client/workspace/foldStore.ts'
import { layoutOf } from '#client/workspace/layout.ts'
import type { WorkspaceId } from '#shared/ids.ts'
import { canWrite } from '#shared/member.ts'
import { err } from '#shared/result.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type Session = {
  readonly workspaceId: WorkspaceId
  readonly me: Me
  readonly fold: FoldStore
  /** The earlier moment that is shown in place of the present. */
  readonly past: Signal<WorkspaceState | undefined>
  readonly doc: Y.Doc
  /** Of blocks: added, moved, deleted. Editors have their own. */
  readonly undo: Y.UndoManager
  readonly live: LiveSocket
  readonly drafts: DraftSocket
  readonly send: Send
  readonly close: () => void
}

export const BLOCK_ACT = 'block-act'
const IN_THE_PAST: Problem = {
  code: 'in-the-past',
  detail: 'You are looking at an earlier moment, where nothing can be changed. Go back to now and try again.',
}

export function openSession(workspaceId: WorkspaceId, me: Me): Session {
  const fold = createFoldStore()
  const doc = new Y.Doc()
  const origin = location.origin.replace(/^http/, 'ws')
  const live = openLiveSocket(`${origin}/live/${workspaceId}`, fold)
  const drafts = openDraftSocket(`${origin}/collab`, workspaceId, doc)
  const undo = new Y.UndoManager([blocksOf(doc), orderOf(doc), layoutOf(doc)], {
    trackedOrigins: new Set([BLOCK_ACT]),
  })
  const stopWaiting = onceWriter(fold, me, drafts.reconnect)
  const past = createSignal<WorkspaceState | undefined>(undefined)
  const send = sendTo(workspaceId, fold)
  return {
    workspaceId,
    me,
    fold,
    past,
    doc,
    undo,
    live,
    drafts,
    // No button asks for anything while the past is shown; should one do so, it is refused here.
    send: (command) => (past.get() ? Promise.resolve(err(IN_THE_PAST)) : send(command)),
    close() {
      stopWaiting()
      live.close()
      drafts.close()
      undo.destroy()
      doc.destroy()
    },
  }
}

/** The server heard nothing of what a reader's window said of the draft: who becomes a writer says it again. */
function onceWriter(fold: FoldStore, me: Me, act: () => void): () => void {
  const roleNow = () => fold.state().members.get(me.person.personId)?.role
  let before = roleNow()
  return fold.subscribe(() => {
    const role = roleNow()
    if (before !== undefined && role !== undefined && !canWrite(before) && canWrite(role)) act()
    before = role
  })
}
