import type { Store, UserRow } from '@switchboard/store'
import { ulid } from 'ulid'
import { ApiError } from '../problem.ts'

/** `password` is a hash. */
export type NewUser = Pick<UserRow, 'username' | 'password' | 'role'>

/** What a change may touch. */
export type UserChange = Partial<Omit<UserRow, 'id' | 'createdAt' | 'lastSeenAt'>>

/** Those who sign in with name and password: in memory and on the disk. Changes happen one after the other. */
export class Users {
  readonly #store: Store['identity']
  readonly #users = new Map<string, UserRow>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(store: Store['identity'], rows: UserRow[]) {
    this.#store = store
    for (const row of rows) this.#users.set(row.id, row)
  }

  get isEmpty(): boolean {
    return this.#users.size === 0
  }

  /** Newest first. */
  list(): UserRow[] {
    return [...this.#users.values()].sort((a, b) => (a.id < b.id ? 1 : -1))
  }

  find(id: string): UserRow | null {
    return this.#users.get(id) ?? null
  }

  /** Throws `not-found`. */
  get(id: string): UserRow {
    const user = this.#users.get(id)
    if (user) return user
    throw new ApiError('not-found', `There is no user ${id}: GET /api/v1/users lists what there is.`)
  }

  /** Upper and lower case are the same. */
  named(username: string): UserRow | null {
    const name = username.toLowerCase()
    return this.list().find((user) => user.username.toLowerCase() === name) ?? null
  }

  /** Throws `name-taken`. */
  async create(input: NewUser): Promise<UserRow> {
    return await this.#inTurn(() => this.#add(input))
  }

  /** The first user there is; null when there is one already. */
  async createFirst(input: NewUser): Promise<UserRow | null> {
    return await this.#inTurn(async () => (this.isEmpty ? this.#add(input) : null))
  }

  /**
   * `change` answers what becomes different, null: nothing. Those sessions end with it, at once. Throws `not-found`,
   * `name-taken`, and `invalid-state` where the last admin would be none any more.
   */
  async change(
    id: string,
    change: (user: UserRow) => UserChange | null,
    endSessions: () => string[] = () => [],
  ): Promise<UserRow | null> {
    return await this.#inTurn(async () => {
      const before = this.get(id)
      const changed = change(before)
      if (!changed) return null
      const user = { ...before, ...changed }
      if (user.role !== 'admin') this.#keepAnAdmin(before, 'made less')
      await this.#store.updateUser(user, endSessions())
      this.#users.set(id, { ...user, lastSeenAt: this.get(id).lastSeenAt })
      return user
    })
  }

  /** Throws `not-found`, and `invalid-state` for the last admin. */
  async delete(id: string): Promise<UserRow> {
    return await this.#inTurn(async () => {
      const user = this.get(id)
      this.#keepAnAdmin(user, 'deleted')
      await this.#store.deleteUser(id)
      this.#users.delete(id)
      return user
    })
  }

  async #add({ username, password, role }: NewUser): Promise<UserRow> {
    const createdAt = Date.now()
    const user: UserRow = {
      ...{ id: `usr_${ulid(createdAt)}`, username, role, password },
      ...{ secondFactor: null, secondFactorStep: 0, recoveryCodes: [], createdAt, lastSeenAt: null },
    }
    await this.#store.createUser(user)
    this.#users.set(user.id, user)
    return user
  }

  #keepAnAdmin(user: UserRow, what: string): void {
    if (user.role !== 'admin') return
    if (this.list().some((other) => other.role === 'admin' && other.id !== user.id)) return
    throw new ApiError(
      'invalid-state',
      `${user.username} is the last admin and cannot be ${what}: make another user admin first.`,
    )
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }
}
