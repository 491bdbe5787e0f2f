import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, as 43 characters that need no escaping anywhere. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What is kept of a random secret: nobody finds it by trying, so a fast hash will do. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
