/** Guesses which columns hold personal data, from their names and a sample of their values; a person has the last word. */
import { nameKey } from '#shared/ids.ts'

/** Why, or undefined. A shape alone is enough only where it can hardly be anything else. */
export function personalReasonOf(name: string, type: string, values: readonly string[]): string | undefined {
  const present = values.map((value) => value.trim()).filter((value) => value !== '')
  if (present.length === 0) return undefined
  const words = nameKey(name.replaceAll(/([a-z])([A-Z])/g, '$1 $2')).replaceAll(/[_\-.]+/g, ' ')
  const share = (fits: (value: string) => boolean): number => present.filter(fits).length / present.length
  if (share((value) => EMAIL.test(value)) > 0.5) return 'looks like e-mail addresses'
  if (share(isIban) > 0.5) return 'looks like bank accounts (IBAN), checksums hold'
  if (share(isCard) > 0.8) return 'looks like credit card numbers, checksums hold'
  if (share((value) => IP.test(value)) > 0.8) return 'looks like IP addresses'
  if (share((value) => SSN.test(value)) > 0.8) return 'looks like social security numbers'
  if (/\b(ssn|social security|passport|national id|tax id|personal id|svnr|nino)\b/.test(words))
    return 'is called like a national id'
  if (/\b(phone|mobile|telephone|tel|fax|cell)\b/.test(words) && share((value) => PHONE.test(value)) > 0.5) {
    return 'is called and looks like phone numbers'
  }
  if (share((value) => /^\+\d/.test(value) && PHONE.test(value)) > 0.8) return 'looks like phone numbers'
  if (/\b(birth|dob|born|birthday|birthdate)\b/.test(words) && /^(DATE|TIMESTAMP)/.test(type)) {
    return 'is called like dates of birth, and holds dates'
  }
  if (/\b(address|street|addr)\b/.test(words) && share((value) => STREET.test(value)) > 0.3) {
    return 'is called and looks like street addresses'
  }
  if (PERSON.test(words) && share((value) => WORDS.test(value)) > 0.7)
    return 'is called like names of persons'
  return undefined
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i
const IP = /^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)$|^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$/i
const SSN = /^(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}$/
const PHONE = /^\+?[\d\s().\-/]{7,20}$/
const STREET = /\d/
const PERSON =
  /\b((first|last|middle|full|sur|given|family|maiden|customer|employee|patient|person|contact|user|client|student) ?names?|surname|forename|firstname|lastname|fullname)\b/
const WORDS = /^\p{L}[\p{L}'’.\- ]{0,60}(, ?\p{L}[\p{L}'’.\- ]*)?$/u

function isCard(value: string): boolean {
  const digits = value.replaceAll(/[ -]/g, '')
  if (!/^[3-6]\d{12,18}$/.test(digits)) return false
  let sum = 0
  digits
    .split('')
    .toReversed()
    .forEach((digit, at) => {
      const worth = Number(digit) * (at % 2 === 1 ? 2 : 1)
      sum += worth > 9 ? worth - 9 : worth
    })
  return sum % 10 === 0
}

function isIban(value: string): boolean {
  const text = value.replaceAll(' ', '').toUpperCase()
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false
  let rest = 0
  for (const sign of text.slice(4) + text.slice(0, 4)) {
    for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest === 1
}
