/** Objectives that take Python, as people write them, and what the playbook must take them for. */
import { describe, expect, it } from 'vitest'
import { outlineOf } from '#agents/playbook/testing/outline.ts'
import { type World, worlds } from '#agents/playbook/testing/schemas.ts'
import { understand } from '#agents/playbook/understand.ts'

const written: Partial<Record<World, string>> = {
  penguins: `
Show a correlation matrix of the numeric columns => correlations pearson of Beak Length (mm), Beak Depth (mm), Flipper Length (mm), Body Mass (g)
How are all the measurements correlated? Draw a heatmap of correlations => correlations pearson of Beak Length (mm), Beak Depth (mm), Flipper Length (mm), Body Mass (g)
Which columns are correlated? => correlations pearson of Beak Length (mm), Beak Depth (mm), Flipper Length (mm), Body Mass (g)
What correlates with body mass? => correlations pearson with Body Mass (g) of Body Mass (g), Beak Length (mm), Beak Depth (mm), Flipper Length (mm)
Spearman correlation between flipper length and body mass => correlations spearman of Flipper Length (mm), Body Mass (g)
Correlation matrix of beak length, beak depth and body mass => correlations pearson of Beak Length (mm), Beak Depth (mm), Body Mass (g)
Cluster the penguins => clusters any of Beak Length (mm), Beak Depth (mm), Flipper Length (mm), Body Mass (g)
Group the penguins into 3 clusters by beak length and body mass => clusters 3 of Beak Length (mm), Body Mass (g)
Are there natural groups among the penguins? => clusters any of Beak Length (mm), Beak Depth (mm), Flipper Length (mm), Body Mass (g)
k-means with k = 4, without body mass => clusters 4 of Beak Length (mm), Beak Depth (mm), Flipper Length (mm)
Classify the species from beak length and flipper length => prediction Species from Beak Length (mm), Flipper Length (mm) split anyhow
Can we predict the sex of a penguin? => prediction Sex from Species, Island, Beak Length (mm), Beak Depth (mm), Flipper Length (mm), Body Mass (g) split anyhow
Which features predict body mass? => prediction Body Mass (g) from Species, Island, Beak Length (mm), Beak Depth (mm), Flipper Length (mm), Sex split anyhow
Find outliers in body mass per species => outliers mad of Body Mass (g) by Species
Relation between flipper length and body mass => relation Body Mass (g) ~ Flipper Length (mm)
`,
  sales: `
Forecast monthly revenue for the next 6 months => forecast 6 month of sum(amount) over order_date
What will revenue be next quarter? => forecast 3 month of sum(amount) over order_date
Predict the number of orders for the next 4 weeks => forecast 4 week of rows over order_date
12 month forecast of total quantity => forecast 12 month of sum(quantity) over order_date
Detect anomalies in amount by region => outliers mad of amount by region
Are there unusual orders? => outliers mad of amount, net_amount, quantity, discount
Outliers of net amount using the IQR => outliers iqr of net_amount
Predict the order amount from quantity, discount and region => prediction amount from quantity, discount, region split by groups customer_id
Revenue per customer segment => aggregate sum(amount) by segment via customer_id=id
Clean the orders: remove duplicates and fill missing values => clean duplicates missing fill
Forecast revenue => forecast 6 month of sum(amount) over order_date
`,
  hr: `
Predict hasLeft => prediction hasLeft from hireDate, jobTitle, dept, annualSalaryUsd, gender, age, performanceScore split anyhow
Which factors drive annual salary? => prediction annualSalaryUsd from hireDate, jobTitle, dept, gender, age, hasLeft, performanceScore split anyhow
Segment our employees into groups => clusters any of annualSalaryUsd, age, performanceScore
`,
  flights: `
Forecast the average delay for the next 14 days => forecast 14 day of avg(delay) over date
Forecast the number of flights for the next week => forecast 7 day of rows over date
Predict delay from distance and origin => prediction delay from distance, origin split by time date
Find outliers in delay => outliers mad of delay
`,
  stock: `
Ausreißer in der Menge je Lagerort => outliers mad of menge by lagerort
Korrelationen der Spalten => correlations pearson of menge, preis_eur
`,
}

const objectives = Object.entries(written).flatMap(([world, lines]) =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [text = '', outline = ''] = line.split(' => ')
      return { world: world as World, text, outline }
    }),
)

describe('asked for what SQL can’t do, the playbook', () => {
  it.each(objectives)('reads “$text” about $world', ({ world, text, outline }) => {
    const read = outlineOf(
      understand(
        text,
        worlds[world].map((table) => table.known),
      ),
    )
    expect(read).toBe(outline)
  })

  it.each([
    ['predict', 'hr', 'Which column shall be predicted'],
    ['Predict whether a flight is cancelled', 'flights', 'Which column shall be predicted'],
    ['Predict the name of a customer', 'sales', 'name can’t be predicted: it'],
    ['Forecast next month', 'sales', 'What shall be forecast'],
    ['Forecast body mass', 'penguins', 'penguins has no column of dates'],
    ['correlation matrix', 'logs', ''],
  ] as const)('asks or answers “%s” about %s in words: %s', (text, world, question) => {
    const { questions, intents } = understand(
      text,
      worlds[world].map((table) => table.known),
    )
    if (question === '') expect(intents).toHaveLength(1)
    else expect(questions[0]?.text).toContain(question)
  })
})
