/** The shared document: what people type and in which order it stands. Nothing with authority is ever read from it. */
import * as Y from 'yjs'
import type { Language } from '#shared/constraint.ts'

export type DraftKind = 'objective' | 'constraint' | 'note' | 'step'

/** What a block's map holds in the document. `text` is prose or code. */
export type Draft = {
  readonly id: string
  readonly kind: DraftKind
  readonly text: Y.Text
  readonly map: Y.Map<unknown>
}

export const blocksOf = (doc: Y.Doc): Y.Map<Y.Map<unknown>> => doc.getMap<Y.Map<unknown>>('blocks')
export const orderOf = (doc: Y.Doc): Y.Array<string> => doc.getArray<string>('order')

const KINDS: ReadonlySet<unknown> = new Set<DraftKind>(['objective', 'constraint', 'note', 'step'])
const isKind = (kind: unknown): kind is DraftKind => KINDS.has(kind)

/** Undefined for what is not a draft of ours: the document may hold anything that some client wrote. */
export function draftOf(doc: Y.Doc, id: string): Draft | undefined {
  const map = blocksOf(doc).get(id)
  if (!(map instanceof Y.Map)) return undefined
  const kind = map.get('kind')
  const text = map.get('text')
  return isKind(kind) && text instanceof Y.Text ? { id, kind, text, map } : undefined
}

export const wordOf = (draft: Draft, key: string): string => {
  const value = draft.map.get(key)
  return typeof value === 'string' ? value : ''
}

export type NewDraft = {
  readonly id: string
  readonly kind: DraftKind
  readonly text?: string
  /** For steps: language and output name; for a step of an objective also its id. */
  readonly words?: Readonly<Record<string, string>>
}

/** Inserts behind the block `after`, or at the end. */
export function addDraft(doc: Y.Doc, draft: NewDraft, after?: string): void {
  doc.transact(() => {
    const map = new Y.Map<unknown>()
    map.set('kind', draft.kind)
    map.set('text', new Y.Text(draft.text ?? ''))
    for (const [key, word] of Object.entries(draft.words ?? {})) map.set(key, word)
    blocksOf(doc).set(draft.id, map)
    const order = orderOf(doc)
    // A block of the ledger that becomes a draft keeps its place.
    if (order.toArray().includes(draft.id)) return
    const place = after === undefined ? -1 : order.toArray().indexOf(after)
    order.insert(place < 0 ? order.length : place + 1, [draft.id])
  })
}

export function removeDraft(doc: Y.Doc, id: string): void {
  doc.transact(() => {
    blocksOf(doc).delete(id)
    const order = orderOf(doc)
    for (let at = order.length - 1; at >= 0; at -= 1) if (order.get(at) === id) order.delete(at, 1)
  })
}

/** The draft goes, its block stays where it is: what the ledger has of it is shown there. */
export function discardDraft(doc: Y.Doc, id: string): void {
  blocksOf(doc).delete(id)
}

/** Gives each of these blocks a place in the order, behind the one before it; those that have one keep it. */
export function placeAll(doc: Y.Doc, ids: readonly string[]): void {
  const order = orderOf(doc)
  let before = -1
  doc.transact(() => {
    for (const id of ids) {
      const at = order.toArray().indexOf(id)
      if (at < 0) order.insert(before + 1, [id])
      before = at < 0 ? before + 1 : at
    }
  })
}

/** Puts a block in front of another of the page, whose blocks are `ids`; without another, behind all. */
export function placeBefore(doc: Y.Doc, ids: readonly string[], id: string, other: string | undefined): void {
  const order = orderOf(doc)
  doc.transact(() => {
    placeAll(doc, ids)
    for (let at = order.length - 1; at >= 0; at -= 1) if (order.get(at) === id) order.delete(at, 1)
    const place = other === undefined ? -1 : order.toArray().indexOf(other)
    order.insert(place < 0 ? order.length : place, [id])
  })
}

/** Makes one text another by the smallest single replacement, so that what others type around it stays. */
export function replaceText(text: Y.Text, wanted: string): void {
  const now = text.toJSON()
  if (now === wanted) return
  let start = 0
  while (start < now.length && start < wanted.length && now[start] === wanted[start]) start += 1
  let end = 0
  while (
    end < now.length - start &&
    end < wanted.length - start &&
    now[now.length - 1 - end] === wanted[wanted.length - 1 - end]
  )
    end += 1
  const change = (): void => {
    if (now.length - end > start) text.delete(start, now.length - end - start)
    if (wanted.length - end > start) text.insert(start, wanted.slice(start, wanted.length - end))
  }
  if (text.doc) text.doc.transact(change)
  else change()
}

export const starterOf = (language: Language): string =>
  language === 'chart' ? '{\n  "data": { "name": "" },\n  "mark": "bar",\n  "encoding": {}\n}' : ''
