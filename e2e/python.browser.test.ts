/** A Python step as its person meets it: written with help, run, shown, marked where it fails, stopped. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pythonStep, runStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { pythonIsHere } from '#e2e/testing/pythonIsHere.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'

describe.runIf(pythonIsHere())('a Python step in the window', () => {
  let app: App
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    app = await startApp({ hasPython: true })
    await app.upload('orders.csv', 'id,region,amount\n1,north,10\n2,south,20\n3,north,35')
    context = await openBrowser({ width: 1440, height: 1000 })
    page = context.pages()[0] ?? (await context.newPage())
    page.setDefaultTimeout(20_000)
    await page.goto(app.server.newLogin())
    await page.getByRole('button', { name: 'Write Python' }).waitFor()
  }, 600_000)
  afterAll(async () => {
    await context.close()
    await app.stop()
  })

  const last = (): Locator => page.locator('[data-block]').last()
  const lastId = async (): Promise<string> => (await last().getAttribute('data-block')) ?? ''
  const blockOf = (id: string): Locator => page.locator(`[data-block="${id}"]`)

  /** For the docs, where pictures are asked for. */
  async function picture(name: string, id: string): Promise<void> {
    if (process.env['COUNTERSIGN_SCREENSHOTS'] === undefined) return
    await page.setViewportSize({ width: 1280, height: 800 })
    await blockOf(id).evaluate((block) => block.scrollIntoView({ block: 'start' }))
    await page.screenshot({ path: `docs/screenshots/${name}.png` })
    await page.setViewportSize({ width: 1440, height: 1000 })
  }

  it('is written with completion, and told what is wrong while it is typed', async () => {
    await page.getByRole('button', { name: 'Write Python' }).click()
    await page
      .locator('.monaco-editor .native-edit-context, .monaco-editor textarea')
      .first()
      .waitFor({ state: 'attached' })
    await page.locator('[data-block] :focus').waitFor({ state: 'attached' })
    await page.keyboard.type("by_region = orders['re")
    await page.locator('.suggest-widget .monaco-list-row').filter({ hasText: 'region' }).waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText('by_region = ordrs.groupby("region")["amount"].sum()')
    await last()
      .getByText(/Nothing is called ordrs.*Did you mean orders\?/)
      .first()
      .waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(
      'by_region = orders.groupby("region")["amount"].sum().reset_index(); print("rows:", len(by_region))',
    )
    await last().getByLabel('Result name').fill('by_region')
    await last().getByText('Did you mean orders?').first().waitFor({ state: 'detached' })
  })

  it('runs, prints, and gives a table', async () => {
    await last().getByRole('button', { name: 'Run', exact: true }).click()
    await last().getByText('rows: 2').waitFor()
    await last().getByRole('grid').getByText('north', { exact: true }).waitFor()
    await last().getByText('2 rows, 2 columns').waitFor()
    await picture('python-table', await lastId())
  })

  it('hands several results over, each shown as what it is', async () => {
    const code = `# Orders by size
import matplotlib.pyplot as plt
large = orders[orders['amount'] >= 20]
counts = {'large': len(large), 'all': len(orders)}
amounts, axes = plt.subplots(figsize=(6, 2.4), layout='constrained')
axes.bar(orders['id'], orders['amount'])
axes.set(xlabel='order', ylabel='amount')`
    const made = await runStep(app, app.owner, pythonStep(code, 'large', 'counts', 'amounts'))
    const block = blockOf(made.stepId)
    await block.getByRole('region', { name: 'Result large' }).getByText('2 rows, 3 columns').waitFor()
    await block.getByRole('region', { name: 'Result counts' }).getByText('"all": 3').waitFor()
    await block.getByAltText('Figure amounts').waitFor()
    await picture('python-figure', made.stepId)
  })

  it('tells, computed anew, last digits of floats from other values, and shows what differs', async () => {
    const drifting = (by: string) =>
      `import time\nresult = orders.assign(share=orders['amount'] / 7 * (1 + ${by} * (1 + time.time_ns() % 1000)))`
    const says = async (by: string, name: string) => {
      const made = await runStep(app, app.owner, pythonStep(drifting(by).replace('result', name), name))
      const block = blockOf(made.stepId)
      await block.focus()
      await block.getByRole('button', { name: 'More for this block' }).click()
      await page.getByRole('menuitem', { name: /^Replay/ }).click()
      return block
    }
    await (await says('1e-14', 'steady')).getByText('replayed: equal within tolerance').waitFor()
    const other = await says('1e-4', 'unsteady')
    await other.getByRole('button', { name: 'replayed: different' }).click()
    await other.getByText(/3 rows changed/).waitFor()
    await picture('python-replay', (await other.getAttribute('data-block')) ?? '')
  })

  it('shows frames without rights and figures as pictures, and runs none of what is in them', async () => {
    const hostile = `from IPython.display import HTML, SVG, display
import matplotlib.pyplot as plt
display(orders.head(2))
display(HTML('<script>parent.document.title = "taken"</script><img src=x onerror="parent.document.title=1"><b>bold</b>'))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><script>parent.document.title = "taken"</script><rect width="40" height="40"/></svg>'))
figure, axes = plt.subplots()
axes.plot(orders['amount'])`
    const made = await runStep(app, app.owner, pythonStep(hostile, 'figure'))
    const block = blockOf(made.stepId)
    await block.getByAltText('Figure figure').waitFor()
    const frames = block.locator('iframe')
    await expect.poll(() => frames.count()).toBe(2)
    expect(await frames.first().getAttribute('sandbox')).toBe('')
    await block.frameLocator('iframe').first().getByText('north').waitFor()
    await block.frameLocator('iframe').nth(1).getByText('bold').waitFor()
    expect(await page.title()).not.toContain('taken')
  })

  it('draws specs of Vega-Lite and figures of Plotly, which can ask for nothing and tell nobody', async () => {
    const show = (mime: string, data: string, name: string) =>
      `display({'application/vnd.${mime}+json': ${data}, 'text/plain': '${name}'}, raw=True)`
    const bars = `{'data': {'values': orders.to_dict('records')}, 'mark': 'bar', 'encoding': {'x': {'field': 'region'}, 'y': {'field': 'amount', 'type': 'quantitative'}}}`
    const asking = `{'data': {'url': '/api/me'}, 'mark': 'image', 'encoding': {'url': {'value': '/api/me'}}}`
    const lines = `{'data': [{'type': 'scatter', 'x': [1, 2], 'y': [3, 4]}], 'layout': {'title': {'text': '<img src=x onerror="parent.document.title=1">Lines<script>parent.document.title = "taken"</script>'}}}`
    const code = [
      show('vegalite.v5', bars, 'Bars'),
      show('vegalite.v5', asking, 'Asking'),
      show('plotly.v1', lines, 'Lines'),
      'shown = 1',
    ].join('\n')
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const made = await runStep(app, app.owner, pythonStep(code, 'shown'))
    const block = blockOf(made.stepId)
    await block.getByLabel('Bars').locator('svg .mark-rect path').first().waitFor()
    const frame = block.frameLocator('iframe[title="Lines"]')
    await frame.locator('#chart[data-drawn]').waitFor()
    await frame.locator('.gtitle').getByText('Lines').waitFor()
    expect(await block.locator('iframe').getAttribute('sandbox')).toBe('allow-scripts')
    const within = page.frames().find((one) => one.url().endsWith('/plotlyFrame.html'))
    const reached = await within?.evaluate(async () => ({
      origin: globalThis.origin,
      fetched: await fetch('/api/me').then(
        () => 'answered',
        () => 'refused',
      ),
      stored: (() => {
        try {
          return typeof localStorage
        } catch {
          return 'refused'
        }
      })(),
    }))
    expect(reached).toEqual({ origin: 'null', fetched: 'refused', stored: 'refused' })
    expect(await page.title()).not.toContain('taken')
    expect(asked.filter((url) => url.includes('/api/me'))).toEqual([])
  })

  it('may have packages of the workspace’s own, once a person has approved exactly these', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('Python packages')
    await page.getByRole('option', { name: /Python packages of this workspace/ }).click()
    const block = page.locator('[data-block]').filter({ hasText: 'One package on each line' })
    await block.locator('.monaco-editor :focus').waitFor({ state: 'attached' })
    await page.keyboard.insertText('https://example.com/x.whl')
    await block
      .getByText(/is no package/)
      .first()
      .waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText('tabulate')
    await block
      .getByText(/is no package/)
      .first()
      .waitFor({ state: 'detached' })
    await block.getByRole('button', { name: 'Run', exact: true }).click()
    const card = page.locator('[data-block]').filter({ hasText: '--hash=sha256:' })
    await card
      .getByText(/code from outside into every Python step/)
      .first()
      .waitFor()
    await picture('python-packages', (await card.getAttribute('data-block')) ?? '')
    await card.getByRole('button', { name: 'Approve', exact: true }).click()
    await page
      .locator('[data-block]')
      .filter({ hasText: 'python_packages' })
      .getByText('succeeded')
      .first()
      .waitFor()
    const made = await runStep(
      app,
      app.owner,
      pythonStep(`import tabulate\nwritten = tabulate.tabulate([[1, 2]], headers=['a', 'b'])`, 'written'),
    )
    await blockOf(made.stepId).getByText('---  ---').waitFor()
  })

  it('marks the line where it failed, and tells the traceback of its own lines', async () => {
    const made = await runStep(app, app.owner, pythonStep('def f(x):\n    return 1 / x\nbad = f(0)', 'bad'))
    const block = blockOf(made.stepId)
    await block.getByText('ZeroDivisionError in line 2: division by zero').waitFor()
    await block.locator('.code-line.failed').getByText('return').waitFor()
    await block.getByText('Detail').click()
    await block.getByText('Traceback (most recent call last)').waitFor()
    await picture('python-error', made.stepId)
  })

  it('draws its progress live, and is stopped', async () => {
    await last().focus()
    await page.keyboard.press('b')
    await last().locator('.monaco-editor :focus').waitFor({ state: 'attached' })
    // The first closes what the editor offers.
    await expect
      .poll(async () => {
        await page.keyboard.press('Escape')
        return last().evaluate((block) => block === document.activeElement)
      })
      .toBe(true)
    await page.keyboard.press('y')
    await expect.poll(() => last().getByRole('combobox', { name: 'Language' }).inputValue()).toBe('python')
    await page.keyboard.press('Enter')
    await last().locator('.monaco-editor :focus').waitFor({ state: 'attached' })
    await page.keyboard.insertText(
      'import sys, time; slow = [(sys.stderr.write(f"\\r{i} of 600"), time.sleep(0.1))[1] for i in range(600)]',
    )
    await last().getByLabel('Result name').fill('slow')
    await last().getByRole('button', { name: 'Run', exact: true }).click()
    await last()
      .getByText(/^[1-9]\d* of 600$/)
      .waitFor()
    await picture('python-progress', await lastId())
    await last().getByRole('button', { name: 'Stop', exact: true }).click()
    await last().getByText('It was stopped by a person.').waitFor()
    await picture('python-stopped', await lastId())
    // What it had shown stays.
    await last()
      .getByText(/^[1-9]\d* of 600$/)
      .waitFor()
  })
})
