import { expect, it } from 'vitest'
import { personalReasonOf } from '#server/datasets/personalData.ts'

it.each([
  ['contact', 'VARCHAR', 'ada@example.org', 'looks like e-mail addresses'],
  ['account', 'VARCHAR', 'DE89 3704 0044 0532 0130 00', 'looks like bank accounts (IBAN), checksums hold'],
  ['card', 'BIGINT', '4111111111111111', 'looks like credit card numbers, checksums hold'],
  ['client', 'VARCHAR', '192.168.1.20', 'looks like IP addresses'],
  ['Phone No', 'VARCHAR', '(020) 7946 0958', 'is called and looks like phone numbers'],
  ['birthDate', 'DATE', '1980-02-03', 'is called like dates of birth, and holds dates'],
  ['last_name', 'VARCHAR', "O'Neill", 'is called like names of persons'],
  ['street', 'VARCHAR', '12 High Street', 'is called and looks like street addresses'],
])('takes %s (%s) with values like %s for personal: %s', (name, type, value, reason) => {
  expect(personalReasonOf(name, type, [value, value])).toBe(reason)
})

it.each([
  ['account', 'VARCHAR', 'DE89370400440532013001'],
  ['number', 'BIGINT', '4111111111111112'],
  ['name', 'VARCHAR', 'Thigpen'],
  ['date', 'DATE', '1980-02-03'],
])('does not take %s (%s) with values like %s for personal', (name, type, value) => {
  expect(personalReasonOf(name, type, [value, value])).toBeUndefined()
})
