import { describe, expect, it } from 'vitest'
import { chooseJoin, joinsBetween } from '#agents/playbook/joins.ts'
import { airports, flights, worlds } from '#agents/playbook/testing/schemas.ts'
import { column, counter, pick, testTable } from '#agents/playbook/testing/tables.ts'
import { outlineOf } from '#agents/playbook/testing/outline.ts'
import { understand } from '#agents/playbook/understand.ts'

const [orders, customers] = worlds.sales

describe('a join', () => {
  it('looks a row up by a key that is unique there', () => {
    expect(
      joinsBetween(orders.known, customers.known).map(({ left, right }) => [
        left.column.name,
        right.column.name,
      ]),
    ).toEqual([['customer_id', 'id']])
  })

  it('is not made on a key that would count rows twice', () => {
    const doubled = testTable('customers', 120, [
      column('id', 'BIGINT', 'identifier', (row) => (row % 60) + 1),
      column('segment', 'VARCHAR', 'category', pick('Consumer', 'Corporate')),
    ])
    expect(joinsBetween(orders.known, doubled.known)).toEqual([])
    expect(outlineOf(understand('Revenue by segment', [orders.known, doubled.known]))).toBe('ask freely')
  })

  it('is not made on numbers that happen to lie within each other', () => {
    const other = testTable('parcels', 900, [
      column('number', 'BIGINT', 'identifier', counter()),
      column('colour', 'VARCHAR', 'category', pick('red', 'blue')),
    ])
    expect(joinsBetween(orders.known, other.known)).toEqual([])
  })

  it('of two that fit alike is the one that the words tell, and else is asked', () => {
    expect(chooseJoin(flights.known, airports.known, ['departure', 'delay'])).toMatchObject({
      kind: 'one',
      join: { left: { column: { name: 'origin' } } },
    })
    expect(chooseJoin(flights.known, airports.known, ['arrival', 'delay'])).toMatchObject({
      kind: 'one',
      join: { left: { column: { name: 'destination' } } },
    })
    expect(chooseJoin(flights.known, airports.known, ['delay'])).toMatchObject({ kind: 'ambiguous' })
  })
})
