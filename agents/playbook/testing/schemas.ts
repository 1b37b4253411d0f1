/** Fourteen worlds that the playbook was not written for one by one: names with spaces, camel case, German, units. */
import {
  column,
  counter,
  date,
  decimal,
  flag,
  gaps,
  pick,
  slashed,
  testTable,
  timestamp,
  type TestTable,
  whole,
} from '#agents/playbook/testing/tables.ts'

const AIRPORTS = [
  'ATL',
  'BNA',
  'BOS',
  'DEN',
  'IAH',
  'JFK',
  'LAX',
  'MDW',
  'ORD',
  'PHX',
  'PIT',
  'SEA',
  'SFO',
  'SJC',
]
const STATES = ['GA', 'TN', 'MA', 'CO', 'TX', 'NY', 'CA', 'IL', 'IL', 'AZ', 'PA', 'WA', 'CA', 'CA']

export const flights = testTable('flights', 1200, [
  column('date', 'TIMESTAMP', 'time', timestamp('2001-01-01', 90)),
  column('delay', 'BIGINT', 'measure', gaps(0.03, whole(-40, 180))),
  column('distance', 'BIGINT', 'measure', whole(80, 2600)),
  column('origin', 'VARCHAR', 'category', pick(...AIRPORTS)),
  column('destination', 'VARCHAR', 'category', pick(...AIRPORTS)),
])

export const airports = testTable('airports', AIRPORTS.length, [
  column('iata', 'VARCHAR', 'identifier', (row) => AIRPORTS[row] ?? null),
  column('name', 'VARCHAR', 'text', (row) => `${AIRPORTS[row]} International`),
  column('city', 'VARCHAR', 'text', (row) => `City of ${AIRPORTS[row]}`),
  column('state', 'VARCHAR', 'category', (row) => STATES[row] ?? null),
  column('country', 'VARCHAR', 'category', () => 'USA'),
  column('latitude', 'DOUBLE', 'measure', decimal(25, 49)),
  column('longitude', 'DOUBLE', 'measure', decimal(-124, -70)),
])

const orders = testTable('orders', 800, [
  column('order_id', 'BIGINT', 'identifier', counter()),
  column('customer_id', 'BIGINT', 'identifier', whole(1, 60)),
  column('order_date', 'DATE', 'time', date('2022-01-03', 720)),
  column('region', 'VARCHAR', 'category', pick('North', 'South', 'East', 'West')),
  column('product_category', 'VARCHAR', 'category', pick('Furniture', 'Technology', 'Office Supplies')),
  column('status', 'VARCHAR', 'category', pick('shipped', 'cancelled', 'returned', 'open')),
  column('amount', 'DECIMAL(12,2)', 'measure', gaps(0.02, decimal(5, 900))),
  column('net_amount', 'DECIMAL(12,2)', 'measure', decimal(4, 800)),
  column('quantity', 'INTEGER', 'measure', whole(1, 9)),
  column('discount', 'DOUBLE', 'measure', decimal(0, 0.5)),
])

const customers = testTable('customers', 60, [
  column('id', 'BIGINT', 'identifier', counter()),
  column('name', 'VARCHAR', 'text', counter('Customer ')),
  column('segment', 'VARCHAR', 'category', pick('Consumer', 'Corporate', 'Home Office')),
  column('country', 'VARCHAR', 'category', pick('Germany', 'France', 'Spain')),
])

const penguins = testTable('penguins', 344, [
  column('Species', 'VARCHAR', 'category', pick('Adelie', 'Gentoo', 'Chinstrap')),
  column('Island', 'VARCHAR', 'category', pick('Biscoe', 'Dream', 'Torgersen')),
  column('Beak Length (mm)', 'DOUBLE', 'measure', gaps(0.01, decimal(32, 59))),
  column('Beak Depth (mm)', 'DOUBLE', 'measure', gaps(0.01, decimal(13, 21))),
  column('Flipper Length (mm)', 'BIGINT', 'measure', gaps(0.01, whole(172, 231))),
  column('Body Mass (g)', 'BIGINT', 'measure', gaps(0.01, whole(2700, 6300))),
  column('Sex', 'VARCHAR', 'category', gaps(0.03, pick('MALE', 'FEMALE'))),
])

const employees = testTable('employees', 400, [
  column('employeeId', 'VARCHAR', 'identifier', counter('E')),
  column('hireDate', 'DATE', 'time', date('2012-01-01', 3900)),
  column('jobTitle', 'VARCHAR', 'category', pick('Engineer', 'Analyst', 'Manager', 'Designer')),
  column('dept', 'VARCHAR', 'category', pick('Finance', 'Sales', 'Research', 'Legal')),
  column('annualSalaryUsd', 'INTEGER', 'measure', whole(38_000, 190_000)),
  column('gender', 'VARCHAR', 'category', pick('female', 'male', 'other')),
  column('age', 'INTEGER', 'measure', whole(19, 66)),
  column('hasLeft', 'BOOLEAN', 'boolean', flag(0.2)),
  column('performanceScore', 'DOUBLE', 'measure', gaps(0.1, decimal(1, 5))),
])

const readings = testTable('sensor_readings', 1500, [
  column('ts', 'TIMESTAMP', 'time', timestamp('2024-03-01', 14)),
  column('sensor_id', 'VARCHAR', 'category', pick('S1', 'S2', 'S3', 'S4', 'S5')),
  column('temp_celsius', 'DOUBLE', 'measure', gaps(0.05, decimal(-5, 35))),
  column('hum_pct', 'DOUBLE', 'measure', decimal(10, 99)),
  column('pressure_hpa', 'DOUBLE', 'measure', decimal(980, 1040)),
  column('is_faulty', 'BOOLEAN', 'boolean', flag(0.05)),
])

const logs = testTable('access_log', 1500, [
  column('request_time', 'TIMESTAMP', 'time', timestamp('2025-06-01', 6)),
  column('url', 'VARCHAR', 'category', pick('/home', '/cart', '/search', '/login', '/about')),
  column(
    'status_code',
    'INTEGER',
    'category',
    (_, random) => [200, 200, 200, 301, 404, 500][Math.floor(random() * 6)] ?? 200,
  ),
  column('response_ms', 'INTEGER', 'measure', whole(3, 2400)),
  column('bytes', 'BIGINT', 'measure', whole(200, 90_000)),
  column('browser', 'VARCHAR', 'category', pick('Firefox', 'Chrome', 'Safari')),
  column('country', 'VARCHAR', 'category', gaps(0.2, pick('DE', 'IN', 'US', 'FR'))),
])

const trial = testTable('trial', 260, [
  column('patient_id', 'VARCHAR', 'identifier', counter('P')),
  column('arm', 'VARCHAR', 'category', pick('placebo', 'drug A', 'drug B')),
  column('visit_date', 'DATE', 'time', date('2019-02-01', 800)),
  column('age_years', 'INTEGER', 'measure', whole(18, 88)),
  column('sex', 'VARCHAR', 'category', pick('F', 'M')),
  column('systolic_bp_mmhg', 'INTEGER', 'measure', gaps(0.06, whole(95, 190))),
  column('bmi', 'DOUBLE', 'measure', gaps(0.04, decimal(17, 42))),
  column('adverse_event', 'BOOLEAN', 'boolean', flag(0.15)),
])

const bank = testTable('bank_transactions', 900, [
  column('TransactionID', 'VARCHAR', 'identifier', counter('T')),
  column('BookingDate', 'DATE', 'time', date('2023-01-01', 364)),
  column('AccountNo', 'VARCHAR', 'identifier', pick('A-1', 'A-2', 'A-3', 'A-4', 'A-5', 'A-6')),
  column('TransactionType', 'VARCHAR', 'category', pick('debit', 'credit', 'transfer')),
  column('AmountEUR', 'DECIMAL(14,2)', 'measure', decimal(-500, 2500)),
  column('Merchant', 'VARCHAR', 'category', pick('Grocer', 'Airline', 'Cinema', 'Pharmacy')),
  column('isFraud', 'BOOLEAN', 'boolean', flag(0.02)),
])

const weather = testTable('weather', 730, [
  column('date', 'DATE', 'time', date('2012-01-01', 1460)),
  column('precipitation', 'DOUBLE', 'measure', decimal(0, 30)),
  column('temp_max', 'DOUBLE', 'measure', decimal(-4, 36)),
  column('temp_min', 'DOUBLE', 'measure', decimal(-9, 19)),
  column('wind', 'DOUBLE', 'measure', decimal(0.4, 9)),
  column('weather', 'VARCHAR', 'category', pick('rain', 'sun', 'fog', 'snow', 'drizzle')),
])

const survey = testTable('survey', 500, [
  column('Respondent ID', 'BIGINT', 'identifier', counter()),
  column('Age Group', 'VARCHAR', 'category', pick('18-29', '30-44', '45-59', '60+')),
  column('Satisfaction (1-5)', 'INTEGER', 'measure', gaps(0.08, whole(1, 5))),
  column('Would Recommend', 'VARCHAR', 'category', pick('Yes', 'No')),
  column('Favourite Channel', 'VARCHAR', 'category', pick('Email', 'Phone', 'Chat')),
  column('Household Income', 'VARCHAR', 'text', (_, random) =>
    String(Math.floor(20_000 + random() * 80_000)),
  ),
])

const stock = testTable('lagerbestand', 300, [
  column('artikel_nr', 'VARCHAR', 'identifier', counter('X')),
  column('artikelname', 'VARCHAR', 'text', counter('Teil ')),
  column('kategorie', 'VARCHAR', 'category', pick('Schrauben', 'Muttern', 'Farben')),
  column('menge', 'INTEGER', 'measure', whole(0, 900)),
  column('preis_eur', 'DOUBLE', 'measure', decimal(0.1, 60)),
  column('lagerort', 'VARCHAR', 'category', pick('Berlin', 'Köln', 'München')),
  column('letzter_eingang', 'DATE', 'time', date('2023-01-01', 500)),
])

const matches = testTable('matches', 380, [
  column('matchDate', 'VARCHAR', 'text', slashed('2019-08-09', 280)),
  column('home_team', 'VARCHAR', 'category', pick('Rovers', 'United', 'City', 'Albion', 'Town')),
  column('away_team', 'VARCHAR', 'category', pick('Rovers', 'United', 'City', 'Albion', 'Town')),
  column('home_goals', 'INTEGER', 'measure', whole(0, 5)),
  column('away_goals', 'INTEGER', 'measure', whole(0, 4)),
  column('attendance', 'INTEGER', 'measure', gaps(0.04, whole(5000, 76_000))),
])

export const worlds = {
  flights: [flights, airports],
  sales: [orders, customers],
  penguins: [penguins],
  hr: [employees],
  sensors: [readings],
  logs: [logs],
  trial: [trial],
  bank: [bank],
  weather: [weather],
  survey: [survey],
  stock: [stock],
  sports: [matches],
} as const satisfies Record<string, readonly TestTable[]>

export type World = keyof typeof worlds
