import { createHash, timingSafeEqual } from 'node:crypto'

const digestOf = (text: string) => createHash('sha256').update(text).digest()

/** The token of SWITCHBOARD_ADMIN_TOKEN, kept as a digest and compared in constant time. */
export class AdminToken {
  readonly #digest: Buffer

  constructor(token: string) {
    this.#digest = digestOf(token)
  }

  get digest(): string {
    return this.#digest.toString('base64url')
  }

  matches(candidate: string): boolean {
    return timingSafeEqual(digestOf(candidate), this.#digest)
  }
}

/** The token of `Authorization: Bearer …`, or null when the header says something else. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? null
}
