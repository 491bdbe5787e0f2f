import { hostname } from 'node:os'
import type { ApiTokenInput, NewApiToken } from '@switchboard/contract'
import { failureOf, Switchboard, ok } from '../api/switchboard.ts'
import { ApiFailure } from '../failure.ts'
import type { Login } from './config-file.ts'

/** How long a token that `login` makes is good for. */
const TOKEN_DAYS = 90

export type Credentials = { username: string; password: string; code?: string }

/** Signs in with a password. An admin gets an API token of its own for it, everybody else keeps the session. */
export async function signIn(url: string, credentials: Credentials): Promise<Login> {
  const session = await beginSession(url, credentials)
  const board = new Switchboard({ url, session })
  const { role } = await ok(board.api.GET('/api/v1/session'))
  if (role !== 'admin') return { url, session }
  const { id, secret } = await makeToken(board, credentials.username)
  await ok(board.api.DELETE('/api/v1/session'))
  return { url, token: secret, tokenId: id }
}

/** Answers the cookie of the new session. Throws ApiFailure; see `needsCode`. */
async function beginSession(url: string, credentials: Credentials): Promise<string> {
  const { api } = new Switchboard({ url })
  const { error, response } = await api.POST('/api/v1/session', { body: credentials })
  const [cookie] = response.headers.getSetCookie()
  const [pair = ''] = cookie?.split(';') ?? []
  if (pair !== '') return pair
  throw failureOf(response, error)
}

async function makeToken({ api }: Switchboard, username: string): Promise<NewApiToken> {
  const body: ApiTokenInput = {
    name: `switchboard login of ${username} on ${hostname()}`.replaceAll(/\p{C}/gu, '').slice(0, 64),
    role: 'admin',
    expiresAt: new Date(Date.now() + TOKEN_DAYS * 86_400_000).toISOString(),
  }
  return await ok(api.POST('/api/v1/tokens', { body }))
}

/** Whether the password was right and a second factor is asked for. */
export const needsCode = (error: unknown): boolean =>
  error instanceof ApiFailure && (error.problem.errors ?? []).some(({ path }) => path === '/code')

/** Takes back what `signIn` was given. What the manager has forgotten by itself is well, too. */
export async function signOut({ url, token, session, tokenId }: Login): Promise<void> {
  if (tokenId === undefined && session === undefined) return // a token that somebody else made
  const { api } = new Switchboard({ url, ...(token && { token }), ...(session && { session }) })
  try {
    if (tokenId === undefined) await ok(api.DELETE('/api/v1/session'))
    else await ok(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: tokenId } } }))
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

const isGone = (error: unknown) => error instanceof ApiFailure && [401, 404].includes(error.problem.status)
