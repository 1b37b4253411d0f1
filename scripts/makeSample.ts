/** Makes the sample's tables from the files that the npm package vega-datasets ships. Run: npx tsx scripts/makeSample.ts */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const from = (name: string): string =>
  fileURLToPath(new URL(`../node_modules/vega-datasets/data/${name}`, import.meta.url))
const to = (name: string): string => fileURLToPath(new URL(`../sample/${name}`, import.meta.url))

const Flight = z.strictObject({
  date: z.string().regex(/^\d{4}\/\d\d\/\d\d \d\d:\d\d$/),
  delay: z.int(),
  distance: z.int(),
  origin: z.string().regex(/^[A-Z]{3}$/),
  destination: z.string().regex(/^[A-Z]{3}$/),
})

const flights = z.array(Flight).parse(JSON.parse(readFileSync(from('flights-20k.json'), 'utf8')))
const rows = flights.map(({ date, delay, distance, origin, destination }) =>
  [date.replaceAll('/', '-'), delay, distance, origin, destination].join(','),
)
writeFileSync(
  to('flights.csv'),
  ['departure,delay_minutes,distance_miles,origin,destination', ...rows, ''].join('\n'),
)
copyFileSync(from('airports.csv'), to('airports.csv'))
