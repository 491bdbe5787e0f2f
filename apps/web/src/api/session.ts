import type {
  OwnSessions,
  PasswordChange,
  RecoveryCodes,
  SecondFactorOffer,
  Session,
  SessionInput,
} from '@switchboard/contract'
import { request } from './request.ts'

/** Who is signed in in this browser. Refused with `unauthenticated` when nobody is. */
export const getSession = () => request<Session>('/session')

/** Trades password or token for a session cookie that only the browser's own requests carry. */
export const signIn = (body: SessionInput) => request<Session>('/session', { method: 'POST', body })

export const signOut = () => request<undefined>('/session', { method: 'DELETE' })

export const changePassword = (body: PasswordChange) =>
  request<undefined>('/session/password', { method: 'PUT', body })

/** Where the user is signed in, newest first. */
export const listSessions = () => request<OwnSessions>('/session/all')

export const endSession = (id: string) =>
  request<undefined>(`/session/all/${encodeURIComponent(id)}`, { method: 'DELETE' })

/** A secret for an authenticator app; it counts for nothing until its first code confirms it. */
export const offerSecondFactor = (password: string) =>
  request<SecondFactorOffer>('/session/second-factor', { method: 'POST', body: { password } })

export const confirmSecondFactor = (code: string) =>
  request<RecoveryCodes>('/session/second-factor', { method: 'PUT', body: { code } })

export const removeSecondFactor = (password: string) =>
  request<undefined>('/session/second-factor', { method: 'DELETE', body: { password } })
