/** Objectives as people write them, and what the playbook must take them for: `text => outline`, one a line. */
import type { World } from '#agents/playbook/testing/schemas.ts'

const written: Readonly<Record<World, string>> = {
  flights: `
Which airports have the longest average departure delay, and does distance matter? => rank top 10 avg(delay) by origin>name via origin=iata; relation delay ~ distance
How do delays develop over time; compare weekdays; show the top 10 states by mean delay => trend avg(delay) a week of date; compare-groups delay by weekday; ask flights.origin = airports.iata or flights.destination = airports.iata
What is the average delay by origin? => aggregate avg(delay) by origin
Number of flights per destination airport => aggregate rows by destination>name via destination=iata
Distribution of delay => distribution delay
delays by hour of day => aggregate avg(delay) by hour of day
top 5 destinations by number of flights => rank top 5 rows by destination
Is there a relationship between distance and delay? => relation delay ~ distance
How many flights were delayed more than 60 minutes? => aggregate rows by - [delay>60]
Join flights with airports on origin => join flights via origin=iata
Average delay for flights from JFK => aggregate avg(delay) by - [origin=JFK]
Compare average delay in January 2001 and March 2001 => compare-periods avg(delay) January 2001 vs March 2001
Which origin and destination pairs have the most flights? => rank top 10 rows by origin, destination
What share of flights goes to each destination? => share rows by destination
Show me a profile of the flights data => profile flights
daily number of flights => trend rows a day of date
Which cities have the worst delays on departure? => rank top 10 avg(delay) by city via origin=iata
What colour are the planes? => unread "What colour are the planes"
Average delay in the last 30 days by weekday => aggregate avg(delay) by weekday [date:2001-03-02..2001-04-01]
`,
  sales: `
Monthly revenue in 2023 by region => trend sum(amount) a month by region of order_date [order_date:2023-01-01..2024-01-01]
Total sales by product category => aggregate sum(amount) by product_category
Top 5 customers by revenue => rank top 5 sum(amount) by customer_id>name via customer_id=id
How many clients ordered in 2022? => aggregate distinct(customer_id) by - [order_date:2022-01-01..2023-01-01]
Revenue per customer segment => aggregate sum(amount) by segment via customer_id=id
What percentage of orders are cancelled? => share rows by status
Year over year growth of revenue => compare-periods sum(amount) each year
Compare revenue in 2022 and 2023 by region => compare-periods sum(amount) 2022 vs 2023 by region
Average order amount by status excluding cancelled => aggregate avg(amount) by status [status!=cancelled]
Which region has the lowest turnover in the last quarter? => rank bottom 10 sum(amount) by region [order_date:2023-07-01..2023-10-01]
Clean the orders: remove duplicates and fill missing values => clean duplicates missing fill
check data quality of orders => quality orders
Does discount affect quantity? => relation quantity ~ discount
net amount by country of the customer => aggregate sum(net_amount) by country via customer_id=id
Revenue since 2023 by month => trend sum(amount) a month of order_date [order_date:2023-01-01..]
Share of revenue by region => share sum(amount) by region
How many orders per weekday? => aggregate rows by weekday
orders with amount over 500 in region West => rows 1000 [region=West & amount>500]
Median amount by segment and region => aggregate median(amount) by segment, region via customer_id=id
Quarterly turnover for Technology => trend sum(amount) a quarter of order_date [product_category=Technology]
What is the total quantity sold? => aggregate sum(quantity) by -
profit by region => ask orders.amount or orders.net_amount or orders.quantity or orders.discount; unread "profit"
bottom 5 products by revenue => rank bottom 5 sum(amount) by product_category
average discount by category in Q3 2022 => aggregate avg(discount) by product_category [order_date:2022-07-01..2022-10-01]
Is quantity correlated with amount? => relation amount ~ quantity
`,
  penguins: `
Compare body mass for Adelie and Gentoo penguins => compare-groups Body Mass (g) by Species [Species=Adelie/Gentoo]
Distribution of flipper length => distribution Flipper Length (mm)
Relation between flipper length and body mass => relation Body Mass (g) ~ Flipper Length (mm)
average body mass by species and sex => aggregate avg(Body Mass (g)) by Species, Sex
How many penguins live on each island? => aggregate rows by Island
Which species has the longest beak? => rank top 10 avg(Beak Length (mm)) by Species
What is the mean beak depth of Adelie penguins on Dream? => aggregate avg(Beak Depth (mm)) by - [Species=Adelie & Island=Dream]
Drop rows with missing sex, then average body mass by sex => clean missing Sex; aggregate avg(Body Mass (g)) by Sex
Does body mass differ between sexes? => compare-groups Body Mass (g) by Sex
share of species by island => share rows by Species, Island
the 3 heaviest penguins => rows 3 highest Body Mass (g)
Is there a trend in body mass? => distribution Body Mass (g)
`,
  hr: `
Average salary by department => aggregate avg(annualSalaryUsd) by dept
Which job titles earn the most? => rank top 10 avg(annualSalaryUsd) by jobTitle
Attrition rate by department => ask employees.annualSalaryUsd or employees.age or employees.hasLeft or employees.performanceScore; unread "Attrition"
How many employees were hired each year? => trend rows a year of hireDate
Does age influence salary? => relation annualSalaryUsd ~ age
Salary distribution => distribution annualSalaryUsd
gender split by department => share rows by gender, dept
headcount by dept => aggregate rows by dept
Top 10 employees by annual salary => rows 10 highest annualSalaryUsd
median salary of female engineers => aggregate median(annualSalaryUsd) by - [jobTitle=Engineer & gender=female]
Compare performance score across departments => compare-groups performanceScore by dept
employees older than 50 => rows 1000 [age>50]
Bottom 3 departments by average performance score => rank bottom 3 avg(performanceScore) by dept
What is the average age per gender? => aggregate avg(age) by gender
`,
  sensors: `
Temperature over time per sensor => trend avg(temp_celsius) a day by sensor_id of ts
hourly average temperature => trend avg(temp_celsius) a hour of ts
Correlation between temperature and humidity => relation hum_pct ~ temp_celsius
How often are sensors faulty? => aggregate rate(is_faulty) by sensor_id
fault rate by sensor id => aggregate rate(is_faulty) by sensor_id
Max pressure per day => trend max(pressure_hpa) a day of ts
average humidity on the last 3 days => aggregate avg(hum_pct) by - [ts:2024-03-12..2024-03-15]
readings where temperature is above 30 degrees => rows 1000 [temp_celsius>30]
missing values in the data => quality sensor_readings
Describe the data => profile sensor_readings
`,
  logs: `
Slowest urls by average response time => rank top 10 avg(response_ms) by url
How many requests per status code? => aggregate rows by status_code
Requests per hour => trend rows a hour of request_time
traffic by browser => aggregate sum(bytes) by browser
average response time by country and browser => aggregate avg(response_ms) by country, browser
Are there differences in response time between browsers? => compare-groups response_ms by browser
404 errors by url => ask access_log.status_code or access_log.response_ms or access_log.bytes; unread "404 errors"
number of requests from IN => aggregate rows by - [country=IN]
response time distribution => distribution response_ms
Top 3 countries by bytes => rank top 3 sum(bytes) by country
`,
  trial: `
Compare blood pressure between arms => compare-groups systolic_bp_mmhg by arm
How many patients per arm? => aggregate rows by arm
adverse event rate by arm => aggregate rate(adverse_event) by arm
Does age affect systolic blood pressure? => relation systolic_bp_mmhg ~ age_years
average BMI by sex and arm => aggregate avg(bmi) by sex, arm
patients between 40 and 60 years old => rows 1000 [age_years=40..60]
visits per month in 2020 => trend rows a month of visit_date [visit_date:2020-01-01..2021-01-01]
Is bmi related to age? => relation age_years ~ bmi
mean age of the placebo arm => aggregate avg(age_years) by - [arm=placebo]
Number of visits over time by arm => trend rows a quarter by arm of visit_date
`,
  bank: `
total amount by merchant => aggregate sum(AmountEUR) by Merchant
Monthly spending by transaction type => trend sum(AmountEUR) a month by TransactionType of BookingDate
Fraud rate by merchant => aggregate rate(isFraud) by Merchant
largest transactions => rows 10 highest AmountEUR
balance per account => ask bank_transactions.AmountEUR or bank_transactions.isFraud; unread "balance"
How many transactions between 2023-03-01 and 2023-03-31? => aggregate rows by - [BookingDate:2023-03-01..2023-04-01]
sum of debits in March 2023 => aggregate sum(AmountEUR) by - [TransactionType=debit & BookingDate:2023-03-01..2023-04-01]
Top 3 accounts by number of transactions => rank top 3 rows by AccountNo
transactions over 1,000 EUR excluding fraud => rows 1000 [isFraud!=true]; unread "1,000 EUR"
Total AmountEUR per quarter => trend sum(AmountEUR) a quarter of BookingDate; unread "EUR"
`,
  weather: `
How has temp max changed over the years? => trend avg(temp_max) a year of date
Average precipitation by month of the year => aggregate avg(precipitation) by month of year
rainiest days => rank top 10 sum(precipitation) by day
wind by weather type => aggregate avg(wind) by weather
Compare 2012 and 2014 maximum temperature => compare-periods avg(temp_max) 2012 vs 2014
How does the wind relate to precipitation? => relation precipitation ~ wind
average temperature by season => ask weather.temp_max or weather.temp_min
how many days of snow in 2013 => aggregate rows by - [weather=snow & date:2013-01-01..2014-01-01]
monthly precipitation in 2014 => trend sum(precipitation) a month of date [date:2014-01-01..2015-01-01]
`,
  survey: `
Average satisfaction by age group => aggregate avg(Satisfaction (1-5)) by Age Group
Would people recommend us, by favourite channel? => aggregate rows by Would Recommend, Favourite Channel
distribution of household income => distribution Household Income
satisfaction of respondents who use Chat => distribution Satisfaction (1-5) [Favourite Channel=Chat]
number of respondents by age group and channel => aggregate rows by Age Group, Favourite Channel
recommendation rate by age group => aggregate rate(Would Recommend) by Age Group
clean the data => clean types duplicates missing
Top 2 channels by satisfaction => rank top 2 avg(Satisfaction (1-5)) by Favourite Channel
`,
  stock: `
Bestand je Lagerort => aggregate sum(menge) by lagerort
Durchschnittlicher Preis nach Kategorie => aggregate avg(preis_eur) by kategorie
Wie viele Artikel pro Kategorie? => aggregate rows by kategorie
Top 10 Artikel nach Menge => rank top 10 sum(menge) by artikelname
Verteilung der Preise => distribution preis_eur
Gesamtmenge für Köln => aggregate sum(menge) by - [lagerort=Köln]
articles with quantity below 20 => rows 1000 [menge<20]
Durchschnittliche Menge je Lagerort und Kategorie => aggregate avg(menge) by lagerort, kategorie
`,
  sports: `
average attendance by home team => aggregate avg(attendance) by home_team
goals per month => ask matches.home_goals or matches.away_goals
Which home team scores the most home goals? => rank top 10 sum(home_goals) by home_team
attendance over time => trend avg(attendance) a month of matchDate
does attendance affect home goals? => relation home_goals ~ attendance
matches of Rovers => ask matches.home_team or matches.away_team
fix the data types => clean types
total home goals and total away goals by home team => aggregate sum(home_goals) by home_team; aggregate sum(away_goals) by home_team
Join the data and dance a tango => unread "Join the data and dance a tango"
`,
}

export type ExampleObjective = { readonly world: World; readonly text: string; readonly outline: string }

export const objectives: readonly ExampleObjective[] = Object.entries(written).flatMap(([world, lines]) =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [text = '', outline = ''] = line.split(' => ')
      return { world: world as World, text, outline }
    }),
)
