import type { Client } from './client.ts'
import type { ApiToken, Session, User } from './generated/client.ts'
import type { IdentityRows, SeenRows, SessionRow, TokenRow, UserRow } from './rows.ts'
import { sqliteCode } from './sqlite-error.ts'
import { StoreError } from './store-error.ts'

/** All users, tokens and sessions, each in the order of their ids. */
export async function allIdentity(client: Client): Promise<IdentityRows> {
  const order = { orderBy: { id: 'asc' } } as const
  return {
    users: (await client.user.findMany(order)).map(toUser),
    tokens: (await client.apiToken.findMany(order)).map(toToken),
    sessions: (await client.session.findMany(order)).map(toSession),
  }
}

/** Throws `name-taken`. */
export async function createUser(client: Client, user: UserRow): Promise<void> {
  await client.user.create({ data: fromUser(user) }).catch((error: unknown) => refuseName(user, error))
}

/** Ends these sessions with it. Throws `name-taken`, and `not-found` if there is no such user. Needs a transaction. */
export async function updateUser(client: Client, user: UserRow, endedSessions: string[]): Promise<void> {
  const { count } = await client.user
    .updateMany({ where: { id: user.id }, data: fromUser(user) })
    .catch((error: unknown) => refuseName(user, error))
  if (count === 0) throw new StoreError('not-found', `There is no user ${user.id}: it may have been deleted.`)
  await deleteSessions(client, endedSessions)
}

/** With all its sessions. One that is gone already is no error. Needs a transaction. */
export async function deleteUser(client: Client, id: string): Promise<void> {
  await client.session.deleteMany({ where: { userId: id } })
  await client.user.deleteMany({ where: { id } })
}

export async function createToken(client: Client, token: TokenRow): Promise<void> {
  await client.apiToken.create({ data: fromToken(token) })
}

/** With the sessions that were begun with it. One that is gone already is no error. Needs a transaction. */
export async function deleteToken(client: Client, id: string): Promise<void> {
  await client.session.deleteMany({ where: { tokenId: id } })
  await client.apiToken.deleteMany({ where: { id } })
}

/** In the place of others. Needs a transaction. */
export async function createSession(
  client: Client,
  session: SessionRow,
  endedSessions: string[],
): Promise<void> {
  await deleteSessions(client, endedSessions)
  await client.session.create({ data: fromSession(session) })
}

/** Those that are gone already are no error. */
export async function deleteSessions(client: Client, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await client.$executeRaw`DELETE FROM sessions WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
}

/** Notes when they were last seen. Needs a transaction. */
export async function noteSeen(client: Client, { users, tokens, sessions }: SeenRows): Promise<void> {
  for (const { id, at } of users)
    await client.user.updateMany({ where: { id }, data: { lastSeenAt: BigInt(at) } })
  for (const { id, at } of tokens)
    await client.apiToken.updateMany({ where: { id }, data: { lastUsedAt: BigInt(at) } })
  for (const { id, at } of sessions)
    await client.session.updateMany({ where: { id }, data: { lastSeenAt: BigInt(at) } })
}

function refuseName({ username }: UserRow, error: unknown): never {
  if (sqliteCode(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
  throw new StoreError('name-taken', `Another user has the name "${username}": choose a different one.`)
}

const big = (value: number | null) => (value === null ? null : BigInt(value))
const small = (value: bigint | null) => (value === null ? null : Number(value))

const fromUser = (user: UserRow): User => ({
  ...user,
  secondFactorStep: BigInt(user.secondFactorStep),
  recoveryCodes: JSON.stringify(user.recoveryCodes),
  createdAt: BigInt(user.createdAt),
  lastSeenAt: big(user.lastSeenAt),
})

const toUser = (user: User): UserRow => ({
  ...user,
  role: user.role as UserRow['role'],
  secondFactorStep: Number(user.secondFactorStep),
  recoveryCodes: JSON.parse(user.recoveryCodes) as string[],
  createdAt: Number(user.createdAt),
  lastSeenAt: small(user.lastSeenAt),
})

const fromToken = (token: TokenRow): ApiToken => ({
  ...token,
  services: token.services && JSON.stringify(token.services),
  createdAt: BigInt(token.createdAt),
  expiresAt: big(token.expiresAt),
  lastUsedAt: big(token.lastUsedAt),
})

const toToken = (token: ApiToken): TokenRow => ({
  ...token,
  role: token.role as TokenRow['role'],
  services: token.services === null ? null : (JSON.parse(token.services) as string[]),
  createdAt: Number(token.createdAt),
  expiresAt: small(token.expiresAt),
  lastUsedAt: small(token.lastUsedAt),
})

const fromSession = (session: SessionRow): Session => ({
  ...session,
  createdAt: BigInt(session.createdAt),
  lastSeenAt: BigInt(session.lastSeenAt),
})

const toSession = (session: Session): SessionRow => ({
  ...session,
  createdAt: Number(session.createdAt),
  lastSeenAt: Number(session.lastSeenAt),
})
