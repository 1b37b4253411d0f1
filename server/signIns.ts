/** Signing in: a one-time login opens a session; a token is for programs. The first person is made at the first start. */
import { userInfo } from 'node:os'
import { v7 as uuidv7 } from 'uuid'
import type { KnownPerson, PeopleStore } from '#server/ledger/sqlitePeopleStore.ts'
import type { SignIns } from '#server/transport/ports.ts'
import { digestOfSecret, newSecret } from '#server/transport/secrets.ts'
import { PersonId, type Instant } from '#shared/ids.ts'
import { later } from '#shared/instant.ts'

const DAY = 24 * 60
const LOGIN_MINUTES = DAY
const SESSION_MINUTES = 30 * DAY

export type ServerSignIns = SignIns & {
  readonly firstPerson: () => KnownPerson
  /** A secret that signs its first bearer in, once, as this person. */
  readonly newLogin: (person?: KnownPerson) => string
  readonly newToken: (person: KnownPerson) => string
  readonly addPerson: (name: string) => KnownPerson
}

export function openSignIns(store: PeopleStore, now: () => Instant): ServerSignIns {
  const add = (name: string): KnownPerson => {
    const person = { personId: PersonId.parse(uuidv7()), name }
    store.addPerson(person)
    return person
  }
  const firstPerson = (): KnownPerson => store.people()[0] ?? add(nameOfUser())
  const keep = (person: KnownPerson, kind: 'login' | 'token', minutes: number): string => {
    const secret = newSecret()
    store.addSecret(digestOfSecret(secret), person.personId, kind, later(now(), minutes))
    return secret
  }
  return {
    personOfToken: (token) => store.personBySecret(token, 'token', now()),
    personOfSession: (session) => store.personBySecret(session, 'session', now()),
    redeemLogin(login) {
      const person = store.personBySecret(login, 'login', now())
      return person && store.removeSecret(login) ? person : undefined
    },
    openSession: (session, person) =>
      store.addSecret(session, person.personId, 'session', later(now(), SESSION_MINUTES)),
    closeSession: (session) => void store.removeSecret(session),
    firstPerson,
    newLogin: (person = firstPerson()) => keep(person, 'login', LOGIN_MINUTES),
    newToken: (person) => keep(person, 'token', SESSION_MINUTES),
    addPerson: add,
  }
}

/** The name of this machine's user, as a beginning; the record keeps it. */
function nameOfUser(): string {
  try {
    return userInfo().username || 'Owner'
  } catch {
    return 'Owner'
  }
}
