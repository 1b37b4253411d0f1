import { compile, type TopLevelSpec } from 'vega-lite'
import { describe, expect, it } from 'vitest'
import type { DraftStep } from '#agents/playbook/draftStep.ts'
import { stepsOf } from '#agents/playbook/stepsOf.ts'
import { openInMemory } from '#agents/playbook/testing/inMemory.ts'
import { objectives } from '#agents/playbook/testing/objectives.ts'
import { outlineOf } from '#agents/playbook/testing/outline.ts'
import { type World, worlds } from '#agents/playbook/testing/schemas.ts'
import { understand } from '#agents/playbook/understand.ts'
import { TableName } from '#shared/ids.ts'

const draftFor = (world: World, text: string): readonly DraftStep[] => {
  const known = worlds[world].map((table) => table.known)
  const taken = worlds[world].map((table) => table.name)
  return stepsOf(understand(text, known).intents, { most: 8, taken, languages: ['sql', 'chart'] }).steps
}

const fieldsIn = (value: unknown): readonly string[] => {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'field' && typeof inner === 'string' ? [inner.replaceAll(/\\(.)/g, '$1')] : fieldsIn(inner),
  )
}

describe('the playbook', () => {
  it('knows at least 120 objectives over 12 worlds', () => {
    expect(objectives.length).toBeGreaterThanOrEqual(120)
    expect(new Set(objectives.map(({ world }) => world)).size).toBe(12)
  })

  it.each(objectives)('understands “$text” about $world', ({ world, text, outline }) => {
    const tables = worlds[world].map((table) => table.known)
    expect(outlineOf(understand(text, tables))).toBe(outline)
  })
})

describe.each(Object.keys(worlds) as readonly World[])('every step for %s', (world) => {
  it('binds and runs, gives the columns that it says, and its charts draw columns that are there', async () => {
    const database = await openInMemory(worlds[world])
    try {
      for (const { text } of objectives.filter((one) => one.world === world)) {
        const results = new Map<string, readonly string[]>()
        for (const step of draftFor(world, text)) {
          expect(TableName.safeParse(step.output).success).toBe(true)
          if (step.language === 'chart') {
            const spec = JSON.parse(step.code) as TopLevelSpec & { data: { name: string } }
            const columns = results.get(spec.data.name)
            expect(columns, text).toBeDefined()
            for (const field of fieldsIn(spec)) expect(columns, `${text}: ${field}`).toContain(field)
            expect(() => compile(spec)).not.toThrow()
            continue
          }
          const { columns } = await database.keep(step)
          if (step.columns.length > 0)
            expect([...columns].sort(), text).toEqual(step.columns.map(({ name }) => name).sort())
          results.set(step.output, columns)
        }
        for (const name of results.keys()) await database.run(`DROP TABLE ${name}`)
      }
    } finally {
      database.close()
    }
  })
})
