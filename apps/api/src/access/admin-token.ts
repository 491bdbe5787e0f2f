import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** The admin token, kept as a digest and compared in constant time. */
export class AdminToken {
  readonly #digest: Buffer

  constructor(token: string) {
    this.#digest = digest(token)
  }

  matches(candidate: string): boolean {
    return timingSafeEqual(digest(candidate), this.#digest)
  }
}

/** The token of `Authorization: Bearer …`, or null when the header says something else. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? null
}
