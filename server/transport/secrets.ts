import { createHash, randomBytes } from 'node:crypto'
import { Digest } from '#shared/ids.ts'

/** 32 random bytes: a token, a session or a login. Shown once; only its digest is kept. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

export const digestOfSecret = (secret: string): Digest =>
  Digest.parse(createHash('sha256').update(secret, 'utf8').digest('hex'))
