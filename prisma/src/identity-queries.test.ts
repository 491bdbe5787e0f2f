import { expect, it } from 'vitest'
import type { SessionRow, TokenRow, UserRow } from './rows.ts'
import { temporaryDatabase, temporaryStore } from './testing/temporary-store.ts'

const ada: UserRow = {
  id: 'usr_1',
  username: 'ada',
  role: 'admin',
  password: '$argon2id$…',
  secondFactor: 'v1.sealed',
  secondFactorStep: 59_841_313,
  recoveryCodes: ['hash-1', 'hash-2'],
  createdAt: 1_795_239_402_511,
  lastSeenAt: null,
}

const token: TokenRow = {
  id: 'tok_1',
  name: 'nightly report',
  hash: 'of the token',
  role: 'viewer',
  services: ['svc_1'],
  createdAt: 1_795_239_402_511,
  createdBy: 'ada',
  expiresAt: 1_800_000_000_000,
  lastUsedAt: null,
}

const session: SessionRow = {
  id: 'ses_1',
  hash: 'of the cookie',
  userId: 'usr_1',
  tokenId: null,
  address: '127.0.0.1',
  userAgent: 'Browser/1.0',
  createdAt: 1_795_239_402_511,
  lastSeenAt: 1_795_239_402_511,
}

it('keeps users, tokens and sessions over a restart', async () => {
  const path = temporaryDatabase()
  const before = await temporaryStore(path)
  await before.identity.createUser(ada)
  await before.identity.createToken(token)
  await before.identity.createToken({ ...token, id: 'tok_2', hash: 'other', services: null, expiresAt: null })
  await before.identity.createSession(session)
  const at = 1_795_239_462_511
  const seen = (id: string) => [{ id, at }]
  await before.identity.noteSeen({ users: seen('usr_1'), tokens: seen('tok_1'), sessions: seen('ses_1') })
  await before.close()

  const { identity } = await temporaryStore(path)
  expect(await identity.all()).toEqual({
    users: [{ ...ada, lastSeenAt: at }],
    tokens: [
      { ...token, lastUsedAt: at },
      { ...token, id: 'tok_2', hash: 'other', services: null, expiresAt: null },
    ],
    sessions: [{ ...session, lastSeenAt: at }],
  })
})

it('gives a username once, whatever its case', async () => {
  const { identity } = await temporaryStore()
  await identity.createUser(ada)
  await identity.createUser({ ...ada, id: 'usr_2', username: 'bob' })
  const taken = { code: 'name-taken', message: expect.stringContaining('"ADA"') }
  await expect(identity.createUser({ ...ada, id: 'usr_3', username: 'ADA' })).rejects.toMatchObject(taken)
  const renamed = identity.updateUser({ ...ada, id: 'usr_2', username: 'ADA' })
  await expect(renamed).rejects.toMatchObject(taken)
  await identity.updateUser({ ...ada, username: 'Ada' })
  expect((await identity.all()).users.map(({ username }) => username)).toEqual(['Ada', 'bob'])
})

it('ends sessions with the change, or with whoever they belong to', async () => {
  const { identity } = await temporaryStore()
  await identity.createUser(ada)
  await identity.createToken(token)
  const ids = async () => (await identity.all()).sessions.map(({ id }) => id)
  const begin = (id: string, of: Partial<SessionRow>, ended?: string[]) =>
    identity.createSession({ ...session, ...of, id, hash: id }, ended)
  await begin('ses_1', {})
  await begin('ses_2', {}, ['ses_1'])
  await begin('ses_3', {})
  await begin('ses_4', { userId: null, tokenId: 'tok_1' })
  await begin('ses_5', { userId: null })
  expect(await ids()).toEqual(['ses_2', 'ses_3', 'ses_4', 'ses_5'])
  await expect(identity.updateUser({ ...ada, id: 'usr_9', username: 'x' }, ['ses_3'])).rejects.toMatchObject({
    code: 'not-found',
  })
  await identity.updateUser({ ...ada, password: 'new' }, ['ses_3'])
  expect(await ids()).toEqual(['ses_2', 'ses_4', 'ses_5'])
  await identity.deleteUser('usr_1')
  await identity.deleteToken('tok_1')
  expect(await ids()).toEqual(['ses_5'])
  await identity.deleteSessions(['ses_5', 'ses_5'])
  expect(await identity.all()).toEqual({ users: [], tokens: [], sessions: [] })
})
