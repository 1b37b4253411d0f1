/** Every call of a tool, the known and the unknown: one at a time, recorded, and answered in words whatever it was. */
import { ToolMessage } from '@langchain/core/messages'
import type { AgentPort } from '#agents/port.ts'
import { raceAbort } from '#agents/deadline.ts'
import { DOORS, type Asked } from '#agents/tools/doors.ts'
import { textOf, TOOLS, type ToolName } from '#agents/tools/toolAnswer.ts'
import type { TurnMeter } from '#agents/turnMeter.ts'
import type { AgentCall } from '#shared/agentTurn.ts'
import { err, type Result } from '#shared/result.ts'

export type CalledTool = { readonly id?: string; readonly name: string; readonly args: unknown }

export function createToolRound(port: AgentPort, meter: TurnMeter) {
  const malformed = new Map<string, string>()
  let last: Promise<unknown> = Promise.resolve()

  async function callNow(called: CalledTool): Promise<ToolMessage> {
    const startedAt = performance.now()
    const told = (content: string, status: 'success' | 'error'): ToolMessage =>
      new ToolMessage({ content, status, name: called.name, tool_call_id: called.id ?? '' })
    if (meter.ending()) return told('The turn is over.', 'error')
    const answered = await askInTime(called)
    if (answered.ok) {
      meter.read(answered.value.origins)
      meter.note(answered.value.effect)
    }
    try {
      await port.record(recordOf(called, answered, performance.now() - startedAt))
    } catch (error) {
      // Later calls of the same answer find the turn over: nothing more is done that the record can't hold.
      meter.failWorkspace(error)
    }
    if (answered.ok) return told(textOf(answered.value.answer, answered.value.origins), 'success')
    return told(`${answered.error}\nMend the call and try again.`, 'error')
  }

  async function askInTime(called: CalledTool): Promise<Result<Asked, string>> {
    try {
      return await raceAbort(ask(called), meter.signal)
    } catch (error) {
      if (meter.ending()) return err('The turn ended before the answer came.')
      meter.failWorkspace(error)
      return err('The workspace could not answer.')
    }
  }

  async function ask(called: CalledTool): Promise<Result<Asked, string>> {
    const unreadable = malformed.get(called.id ?? '')
    if (unreadable !== undefined) return err(unreadable)
    if (!isToolName(called.name))
      return err(`There is no tool of that name. There are: ${Object.keys(TOOLS).join(', ')}.`)
    if (isProposing(called.name) && !meter.mayPropose())
      return err('This turn has proposed as much as it may. Stop here; a person reviews first.')
    return DOORS[called.name](port, called.args, { taint: meter.taint() })
  }

  return {
    /** Calls whose arguments can't be read are answered with why. */
    expectMalformed: (why: ReadonlyMap<string, string>): void => {
      for (const [id, words] of why) malformed.set(id, words)
    },
    /** LangChain starts all calls of an answer at once; a later one may rest on an earlier, so they wait in line. */
    call: (called: CalledTool): Promise<ToolMessage> => {
      const mine = last.then(() => callNow(called))
      last = mine.catch(() => undefined)
      return mine
    },
  }
}

function recordOf(called: CalledTool, answered: Result<Asked, string>, milliseconds: number): AgentCall {
  return {
    kind: 'tool',
    tool: called.name.slice(0, 100).toWellFormed(),
    arguments: JSON.stringify(called.args ?? {})
      .slice(0, 20_000)
      .toWellFormed(),
    outcome: (answered.ok ? answered.value.outcome : `error: ${answered.error}`)
      .slice(0, 2000)
      .toWellFormed(),
    milliseconds: Math.round(milliseconds),
    origins: (answered.ok ? answered.value.origins : []).slice(0, 100).map((one) => one.slice(0, 200)),
  }
}

const isToolName = (name: string): name is ToolName => Object.hasOwn(TOOLS, name)
const isProposing = (name: ToolName): boolean => name === 'propose_step' || name === 'revise_step'
