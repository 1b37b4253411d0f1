/**
 * Texts that would like to be more than text, in every place that people and agents can fill: nothing of them runs,
 * becomes an element or loads anything, and the policy of the page has nothing to report.
 */
import type { BrowserContext, Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { HOSTILE_TEXTS } from '#e2e/testing/hostileTexts.ts'
import { decision, proposal, propose, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { BlockId, CommentId, ConstraintId, ObjectiveId, TableName } from '#shared/ids.ts'
import { DEFAULT_LIMITS, type StepContent } from '#shared/step.ts'

const text = (at: number): string => HOSTILE_TEXTS[at % HOSTILE_TEXTS.length] ?? ''
/** All of a kind in one, for fields that hold long texts. */
const many = HOSTILE_TEXTS.filter((_, at) => at % 6 === 0).join('\n')
const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`
const CSV = [
  ['id', quoted(text(13)), 'words', 'amount'].join(','),
  ...HOSTILE_TEXTS.map((one, at) => [at, quoted(text(at + 1)), quoted(one), at].join(',')),
].join('\n')

const chartStep = (spec: object, output: string): StepContent => ({
  ...sqlStep(JSON.stringify(spec), output),
  language: 'chart',
  limits: DEFAULT_LIMITS,
  output: TableName.parse(output),
})
const CHART = {
  data: { name: 'words_seen' },
  title: text(12),
  mark: { type: 'bar', tooltip: true },
  encoding: {
    y: { field: 'words', type: 'nominal', title: text(14) },
    x: { field: 'amount', type: 'quantitative', title: text(16) },
  },
}

let app: App
let context: BrowserContext
let page: Page
/** What a page did that text can't do. */
let happened: string[] = []

beforeAll(async () => {
  app = await startApp()
  await app.add(text(13), 'reviewer')
  const objectiveId = ObjectiveId.parse(uuidv7())
  await app.owner.send({ type: 'WriteObjective', data: { objectiveId, text: many, acceptance: [text(3)] } })
  const constraint = { constraintId: ConstraintId.parse(uuidv7()), text: many, checks: [] }
  await app.owner.send({ type: 'WriteConstraint', data: constraint })
  const commentId = CommentId.parse(uuidv7())
  const blockId = BlockId.parse(objectiveId)
  const comment = { commentId, threadId: commentId, blockId, text: many, mentions: [] }
  await app.owner.send({ type: 'WriteComment', data: comment })
  await app.upload(`${text(1).replaceAll('/', ' ')}.csv`, CSV)
  const [dataset] = app.state().datasets.values()
  if (!dataset) throw new Error('The file was not taken in')
  await runStep(app, app.owner, sqlStep(`SELECT * FROM ${dataset.name} -- ${text(0)}`, 'words_seen'))
  const drawn = await runStep(app, app.owner, chartStep(CHART, 'words_drawn'))
  expect(drawn.status).toBe('succeeded')
  const told = proposal(sqlStep(`SELECT '${text(13).replaceAll("'", '')}' AS x`, 'told'), {
    title: text(13),
    rationale: many,
  })
  await app.owner.send(told)
  await app.until(
    (state) => state.proposals.get(told.data.proposalId)?.status === 'in-review',
    'a proposal that waits',
  )
  const turnedDown = await propose(app, app.owner, sqlStep('SELECT 1 AS x', 'turned_down'))
  const reason = { code: 'other', text: many } as const
  await app.owner.send(decision(app, turnedDown.proposalId, { verdict: 'reject', reason }))

  context = await openBrowser({ width: 1440, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(15_000)
  await page.exposeFunction('hit', () => happened.push('a text was run'))
  await page.exposeFunction('policyReport', (what: string) => happened.push(`refused by the policy: ${what}`))
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const report: unknown = Reflect.get(globalThis, 'policyReport')
      if (typeof report === 'function') Reflect.apply(report, null, [`${violatedDirective} ${blockedURI}`])
    })
  })
  page.on('dialog', (dialog) => {
    happened.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('page', (opened) => happened.push(`a window: ${opened.url()}`))
  context.on('request', (request) => {
    const address = request.url()
    if (!address.startsWith(app.server.address) && !/^(data|blob):/.test(address))
      happened.push(`a request: ${address}`)
  })
  await page.goto(app.server.newLogin())
})
afterAll(async () => {
  await context.close()
  await app.stop()
})
beforeEach(() => {
  happened = []
})

/** Elements that no page of ours makes, or makes with such an address. */
const foreignElements = (): Promise<readonly string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'iframe, object, embed, base, video, math, template, noscript, body img, body script:not([src]), body link, svg image, [onerror], [onload], [onfocus], [ontoggle], a[href*="evil"], a[href^="javascript" i], form[action], meta[http-equiv]',
      ),
    ].map((element) => element.outerHTML.slice(0, 200)),
  )

async function expectOnlyText(): Promise<void> {
  await page.waitForTimeout(200)
  expect({ happened, elements: await foreignElements() }).toEqual({ happened: [], elements: [] })
}
const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click()
const showTab = (name: RegExp) => page.getByRole('tab', { name }).click()

describe('hostile texts are only text', () => {
  it('of which there are more than 200', () => {
    expect(new Set(HOSTILE_TEXTS).size).toBeGreaterThan(200)
  })

  it('in the cells and heads of a result, to its last row', async () => {
    const grid = page.getByRole('grid', { name: 'words_seen' })
    await grid.getByText('evil.example').first().waitFor()
    await grid.focus()
    for (let screen = 0; screen < 26; screen += 1) await page.keyboard.press('PageDown')
    await grid
      .getByText(String(HOSTILE_TEXTS.length - 1), { exact: true })
      .first()
      .waitFor()
    await expectOnlyText()
  })

  it('in a chart: its axes, its titles and what it says of a mark', async () => {
    const chart = page.getByTestId('chart')
    await chart.scrollIntoViewIfNeeded()
    await chart.locator('.mark-rect path').nth(20).hover()
    await chart.getByText('evil.example').first().waitFor()
    await expectOnlyText()
  })

  it('in the dialogs of a dataset and of sharing, and in the palette', async () => {
    await page
      .getByRole('button', { name: /^Look at / })
      .first()
      .click()
    await page.getByRole('dialog').getByRole('grid').waitFor()
    await showTab(/Columns and types/)
    await page.getByRole('dialog').getByRole('table').getByText('onerror').first().waitFor()
    await expectOnlyText()
    await page.keyboard.press('Escape')
    await press('Share')
    await page.getByRole('dialog').getByText('hit()').first().waitFor()
    await expectOnlyText()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+K')
    await page.getByPlaceholder(/What do you want to do/).fill('onerror')
    await expectOnlyText()
    await page.keyboard.press('Escape')
  })

  it('in review, comments and the words of blocks', async () => {
    await showTab(/Review/)
    await page.locator('[data-inbox-line]').first().click()
    await page.getByRole('region', { name: /^In the inbox/ }).waitFor()
    await expectOnlyText()
    await page.getByRole('article', { name: 'Objective' }).focus()
    await showTab(/Comments/)
    await page.locator('.thread').getByText('evil.example').first().waitFor()
    await expectOnlyText()
  })

  it('in a note, while it is typed and after', async () => {
    await press('Add block')
    await page.getByRole('menuitem', { name: /Note/ }).click()
    await page.getByRole('article', { name: 'Note' }).getByRole('textbox').first().fill(many)
    await page.getByText('Saved', { exact: true }).waitFor()
    await expectOnlyText()
  })

  it('on the canvas, in the lineage and in the history', async () => {
    await press('Canvas')
    await page.locator('.react-flow__node-entry').first().waitFor()
    await expectOnlyText()
    await press('Lineage')
    await page.getByRole('region', { name: 'Nodes in the drawing' }).getByRole('option').first().click()
    await expectOnlyText()
    await press('Notebook')
    await press('History')
    const entry = page.getByRole('slider', { name: 'Entry' })
    const { seq } = app.state()
    for (let at = seq; at > 1; at -= 3) await entry.fill(String(at))
    await expectOnlyText()
    await press('Back to now')
  })

  it('in a chart that asks for pictures and links all the same, as none does that passed preflight', async () => {
    const spec = {
      ...CHART,
      mark: { type: 'image', width: 20, height: 20 },
      encoding: {
        ...CHART.encoding,
        url: { value: `${app.server.address}/picture.png` },
        href: { value: 'https://evil.example/' },
      },
    }
    const [chart] = [...app.state().runs.values()].filter((run) => run.artifact?.kind === 'chart')
    await page.route(`**/artifacts/${chart?.artifact?.digest}`, (route) => route.fulfill({ json: spec }))
    await page.reload()
    const drawn = page.getByTestId('chart')
    await drawn.scrollIntoViewIfNeeded()
    await drawn.locator('svg').waitFor()
    const pictures = await drawn
      .locator('image')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
    expect(pictures.filter((one) => one !== '')).toEqual([])
    expect(await drawn.locator('a').count()).toBe(0)
    expect(happened).toEqual([])
  })

  it('under a policy that lets no text become code and no page be framed', async () => {
    const answer = await page.goto(app.server.address)
    const policy = z.string().parse(answer?.headers()['content-security-policy'])
    const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ', 1)[0], rule]))
    expect(rules.get('script-src')).toBe("script-src 'self'")
    expect(rules.get('default-src')).toBe("default-src 'self'")
    expect(rules.get('connect-src')).toBe("connect-src 'self'")
    expect(rules.get('frame-ancestors')).toBe("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
    expect(answer?.headers()['x-content-type-options']).toBe('nosniff')
  })
})
