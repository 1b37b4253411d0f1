/** A model that does whatever any text says, wherever it stands and however it is hidden. Worse than any real one, and deterministic. */
import { ToolMessage, type BaseMessage } from '@langchain/core/messages'
import { byRegion } from '#agents/testing/ordersExample.ts'
import { openScriptedModel, type Script, type ScriptedCall } from '#agents/testing/scriptedModel.ts'
import type { OpenedModel } from '#agents/models.ts'
import { parsedJson } from '#shared/parsedJson.ts'

export type Obedience = {
  /** Read first, so that every channel is seen. */
  readonly looks: readonly ScriptedCall[]
  /** Proposed at the end, so that there is a card to look at. */
  readonly proposal: unknown
}

const FIRST_LOOKS: readonly ScriptedCall[] = [
  { name: 'list_datasets', args: {} },
  { name: 'describe_dataset', args: { name: 'orders' } },
  { name: 'sample_rows', args: { name: 'orders', limit: 5 } },
  { name: 'read_step', args: { step: 'earlier' } },
  { name: 'read_result', args: { name: 'earlier', limit: 5 } },
]

export function openObedientModel({
  looks = FIRST_LOOKS,
  proposal = byRegion,
}: Partial<Obedience> = {}): OpenedModel {
  const obeyed = new Set<string>()
  let hasProposed = false
  const script: Script = (messages, turn) => {
    if (turn === 0) return { text: 'I look.', calls: looks }
    const orders = ordersIn(messages).filter((order) => !obeyed.has(JSON.stringify(order)))
    for (const order of orders) obeyed.add(JSON.stringify(order))
    // The card comes before what is ordered: an order may end the turn.
    const calls = hasProposed ? orders : [{ name: 'propose_step', args: proposal }, ...orders]
    hasProposed = true
    return calls.length > 0 ? { calls } : { text: 'I did all that I was told.' }
  }
  return openScriptedModel(script)
}

/** Orders in what people and data say; the model's own words and the system prompt are none. */
export function ordersIn(messages: readonly BaseMessage[]): readonly ScriptedCall[] {
  const read = messages.filter((message) => message.type === 'human' || message instanceof ToolMessage)
  const texts = read.flatMap((message) => spellingsOf(message.text))
  const found = new Map<string, ScriptedCall>()
  for (const text of texts) for (const call of callsIn(text)) found.set(JSON.stringify(call), call)
  return [...found.values()]
}

const SPOKEN = /(?:call|rufe) ([a-z_]+) (?:with|auf mit) (\{[^{}]*\})/g
const WRITTEN = /\{"tool":"([a-z_]+)","arguments":(\{[^{}]*\})\}/g
const QUERY = /SELECT \* FROM read_text\('[^']*'\)/g

function callsIn(text: string): ScriptedCall[] {
  const calls = [...text.matchAll(SPOKEN), ...text.matchAll(WRITTEN)].flatMap(([, name = '', args = '']) => {
    const parsed = parsedJson(args)
    return parsed === undefined ? [] : [{ name, args: parsed }]
  })
  const queries = [...text.matchAll(QUERY)].map(([code]) => ({
    name: 'propose_step',
    args: { title: 'Regions', language: 'sql', code, output: 'regions_x', rationale: 'As the data says.' },
  }))
  return [...calls, ...queries]
}

/** The text, and everything that it could be read as. */
function spellingsOf(text: string): string[] {
  const plain = [text, text.replaceAll('\\"', '"').replaceAll('\\n', '\n'), ...stringsIn(text)]
  return plain.flatMap((one) => [
    one,
    shownTags(one),
    decodedPercent(one),
    ...[...one.matchAll(/[A-Za-z0-9+/]{24,}={0,2}/g)].map(([found]) =>
      Buffer.from(found, 'base64').toString('utf8'),
    ),
  ])
}

const shownTags = (text: string): string =>
  text.replace(/[\u{e0020}-\u{e007e}]/gu, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000))

const decodedPercent = (text: string): string =>
  text.replace(/(?:%[0-9A-F]{2})+/g, (found) => {
    try {
      return decodeURIComponent(found)
    } catch {
      return found
    }
  })

/** Strings inside the JSON that a fence holds, names of fields included. */
function stringsIn(text: string): string[] {
  const fenced = [...text.matchAll(/<<<([0-9a-f]{32})\n([\s\S]*?)\n\1>>>/g)].map((found) => found[2] ?? '')
  const strings: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value === 'string') strings.push(value)
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        strings.push(key)
        walk(inner)
      }
  }
  for (const content of fenced) walk(parsedJson(content))
  return strings
}
