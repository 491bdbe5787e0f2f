import type { ApiTokenInput } from '@switchboard/contract'
import type { Store, TokenRow } from '@switchboard/store'
import { ulid } from 'ulid'
import { hashOf, newSecret } from './secret.ts'

const PREFIX = 'sb_'

/** The tokens of programs: in memory and on the disk, as hashes. */
export class ApiTokens {
  readonly #store: Store['identity']
  readonly #byHash = new Map<string, TokenRow>()
  readonly #byId = new Map<string, TokenRow>()

  constructor(store: Store['identity'], rows: TokenRow[]) {
    this.#store = store
    for (const row of rows) this.#take(row)
  }

  /** Answers the token with its secret, which nobody can read again. */
  async create(
    { name, role, services = null, expiresAt = null }: ApiTokenInput,
    createdBy: string,
  ): Promise<{ token: TokenRow; secret: string }> {
    const secret = PREFIX + newSecret()
    const createdAt = Date.now()
    const token: TokenRow = {
      id: `tok_${ulid(createdAt)}`,
      name,
      hash: hashOf(secret),
      role,
      services,
      createdAt,
      createdBy,
      expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
      lastUsedAt: null,
    }
    await this.#store.createToken(token)
    this.#take(token)
    return { token, secret }
  }

  /** Newest first. */
  list(): TokenRow[] {
    return [...this.#byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1))
  }

  /** The token of that secret, unless it has expired. */
  find(secret: string): TokenRow | null {
    if (!secret.startsWith(PREFIX)) return null
    return alive(this.#byHash.get(hashOf(secret)))
  }

  /** Unless it has expired. */
  get(id: string): TokenRow | null {
    return alive(this.#byId.get(id))
  }

  /** Also one that has expired; it is refused at once. */
  async delete(id: string): Promise<TokenRow | null> {
    const token = this.#byId.get(id)
    if (!token) return null
    this.#byId.delete(id)
    this.#byHash.delete(token.hash)
    await this.#store.deleteToken(id)
    return token
  }

  #take(row: TokenRow): void {
    this.#byHash.set(row.hash, row)
    this.#byId.set(row.id, row)
  }
}

const alive = (token: TokenRow | undefined): TokenRow | null =>
  token && (token.expiresAt === null || Date.now() < token.expiresAt) ? token : null
