import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/command.ts'
import { cycleOf, downstreamOf } from '#shared/graph.ts'
import { outputsAsText, outputsIn } from '#shared/step.ts'
import { resolve } from '#shared/scope.ts'
import { identityOf } from '#shared/stepDigest.ts'
import { wouldBecomeStale } from '#shared/view.ts'
import { producerOf } from '#shared/lineage/columnLineage.ts'
import {
  addOrders,
  createWorkspace,
  decideOn,
  digest,
  owner,
  preflight,
  proposalId,
  propose,
  runId,
  start,
  stepId,
  succeed,
  system,
  tableName,
} from '#shared/testing/examples.ts'
import { codeOf, scenario, typesOf } from '#shared/testing/scenario.ts'

const withPython: Command = {
  type: 'RecordEnvironment',
  data: { language: 'python', environment: { kernel: 'python' } },
}

const python = (proposal: number, step: number, ...names: readonly string[]): Command => {
  const command = propose({ proposal, step, change: proposal > step ? 'change' : 'add' })
  const [output, ...also] = names.map(tableName)
  if (command.type !== 'ProposeStep' || !output) throw new Error('no proposal')
  const { content } = command.data
  return {
    ...command,
    data: {
      ...command.data,
      content: { ...content, language: 'python', output, ...(also.length > 0 ? { alsoOutputs: also } : {}) },
    },
  }
}

const succeedWith = (run: number, ...names: readonly string[]): Command => {
  const command = succeed(run, names[0])
  if (command.type !== 'FinishRun' || command.data.outcome.kind !== 'succeeded') throw new Error('no result')
  const { outcome } = command.data
  const also = names.slice(1).map((name, at) => ({
    ...outcome.artifact,
    name: tableName(name),
    digest: digest(7000 + at),
  }))
  return { ...command, data: { ...command.data, outcome: { ...outcome, also } } }
}

const fresh = scenario().given([createWorkspace, system], [addOrders(), owner], [withPython, system])
const proposed = fresh.given([python(1, 1, 'large', 'small'), owner])
const analysed = proposed.given([preflight(proposed.state, 1), system])
const approved = analysed.given([decideOn(analysed.state, 1), owner])
const made = approved.given([start(1, 1), system], [succeedWith(1, 'large', 'small'), system])

describe('names that a person writes', () => {
  it('are one or several, with commas between', () => {
    expect(outputsIn('sales')).toEqual({ ok: true, value: { output: 'sales' } })
    const several = outputsIn(' sales ,by_week ')
    expect(several).toEqual({ ok: true, value: { output: 'sales', alsoOutputs: ['by_week'] } })
    expect(several.ok && outputsAsText(several.value)).toBe('sales, by_week')
  })

  it.each([
    ['', 'Give the result a name'],
    [' , ', 'Give the result a name'],
    ['sales,', 'A name starts with a letter'],
    ['2sales', 'A name starts with a letter'],
    ['sales, Sales', 'Sales is there twice'],
  ])('%j is no name', (text, because) => {
    const named = outputsIn(text)
    expect(named.ok ? '' : named.error).toContain(because)
  })
})

describe('a step with several outputs', () => {
  it('defines each of its names, and none that is taken', () => {
    expect(resolve(made.state, 'SMALL')).toMatchObject({ kind: 'step', name: 'small' })
    expect(codeOf(made.when(python(2, 2, 'other', 'Small'), owner))).toBe('name-taken')
    expect(codeOf(made.when(python(2, 2, 'other', 'orders'), owner))).toBe('name-taken')
    expect(codeOf(made.when(python(2, 2, 'other', 'OTHER'), owner))).toBe('name-taken')
    expect(codeOf(made.when(python(2, 2, 'other', 'another'), owner))).toBe('allowed')
  })

  it('is of Python only', () => {
    const command = propose({ proposal: 2, step: 2 })
    if (command.type !== 'ProposeStep') throw new Error('no proposal')
    const { content } = command.data
    const sql: Command = {
      ...command,
      data: { ...command.data, content: { ...content, alsoOutputs: [tableName('more')] } },
    }
    expect(codeOf(fresh.when(sql, owner))).toBe('one-output')
  })

  it('has a digest that holds all of its names', () => {
    const other = fresh.given([python(1, 1, 'large', 'tiny'), owner])
    const told = other.given([preflight(other.state, 1), system])
    const digestIn = ({ state }: typeof told) => {
      const one = state.proposals.get(proposalId(1))
      return one && identityOf(state, one)
    }
    expect(digestIn(told)).toMatchObject({ state: 'known' })
    expect(digestIn(told)).not.toEqual(digestIn(analysed))
  })

  it('records an artifact for each, and what reads the second is bound to the second', () => {
    const [first, second] = [digest(5001), digest(7000)]
    expect(made.state.runs.get(runId(1))).toMatchObject({
      artifact: { name: 'large', digest: first },
      also: [{ name: 'small', digest: second }],
    })
    expect(producerOf(made.state, second)?.runId).toBe(runId(1))
    const reading = made.given([propose({ proposal: 2, step: 2 }), owner])
    const known = reading.given([preflight(reading.state, 2, { small: ['amount'] }), system])
    const ready = known.given([decideOn(known.state, 2), owner])
    const begun = ready.given([start(2, 2), system])
    expect(begun.state.runs.get(runId(2))?.inputs).toMatchObject([{ name: 'small', artifact: second }])
  })

  it('is above what reads any of them, and makes that stale', () => {
    const reading = made.given([propose({ proposal: 2, step: 2 }), owner])
    const known = reading.given([preflight(reading.state, 2, { small: ['amount'] }), system])
    const ready = known.given([decideOn(known.state, 2), owner])
    expect(downstreamOf(ready.state, stepId(1))).toEqual([stepId(2)])
    const change = ready.given([python(3, 1, 'large', 'small'), owner])
    const proposal = change.state.proposals.get(proposalId(3))
    expect(proposal && wouldBecomeStale(change.state, proposal)).toEqual(['out2'])
    const cycle = {
      stepId: stepId(1),
      content: { output: tableName('large'), alsoOutputs: [tableName('small')] },
    }
    expect(cycleOf(ready.state, cycle, ['out2'])).toEqual(['large', 'out2', 'small'])
  })

  it('takes what read a name with it when a change drops that name', () => {
    const reading = made.given([propose({ proposal: 2, step: 2 }), owner])
    const known = reading.given([preflight(reading.state, 2, { small: ['amount'] }), system])
    const dropped = known.given([python(3, 1, 'large'), owner])
    const told = dropped.given([preflight(dropped.state, 3), system])
    const decided = told.given([decideOn(told.state, 3), owner])
    const reader = decided.state.proposals.get(proposalId(2))
    expect(reader && identityOf(decided.state, reader)).toMatchObject({ state: 'missing', name: 'small' })
  })

  it('answers from the cache with all of them', () => {
    const again = made.given([python(4, 1, 'large', 'small'), owner])
    const told = again.given([preflight(again.state, 4), system])
    const decided = told.given([decideOn(told.state, 4), owner])
    expect(typesOf(decided.when(start(4, 4), system))).toEqual(['RunAnsweredFromCache'])
    const answered = decided.given([start(4, 4), system])
    expect(answered.state.runs.get(runId(4))?.also).toEqual(made.state.runs.get(runId(1))?.also)
  })
})
