import { UsageFailure } from '../failure.ts'
import type { Login } from './config-file.ts'

export const DEFAULT_URL = 'http://127.0.0.1:8080'

/** Which manager to call, and as whom. */
export type Target = Pick<Login, 'url' | 'token' | 'session'>

/**
 * SWITCHBOARD_URL and SWITCHBOARD_TOKEN, then what `login` has kept. What was kept for one manager is never sent to
 * another.
 */
export function targetOf(env: NodeJS.ProcessEnv, login: Login | null): Target {
  const url = env['SWITCHBOARD_URL'] ? parseUrl(env['SWITCHBOARD_URL'], 'SWITCHBOARD_URL') : undefined
  const token = env['SWITCHBOARD_TOKEN']
  const kept = login && (url === undefined || login.url === url) ? login : null
  if (token) return { url: url ?? login?.url ?? DEFAULT_URL, token }
  if (!kept) return { url: url ?? DEFAULT_URL }
  const { token: keptToken, session } = kept
  return { url: kept.url, ...(keptToken && { token: keptToken }), ...(session && { session }) }
}

/** The address without path and slash. `name` says in an error where it came from. */
export function parseUrl(text: string, name: string): string {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`)
  const isPlain =
    url && url.username === '' && url.password === '' && url.search === '' && url.pathname === '/'
  if (isPlain && (url.protocol === 'http:' || url.protocol === 'https:')) return url.origin
  throw new UsageFailure(
    `${name} is ${JSON.stringify(text)}; it must be the address of a manager, such as ${DEFAULT_URL}.`,
  )
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Whether what is sent there can be read on the way. */
export const isInClear = (url: string): boolean => {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !LOOPBACK.test(hostname)
}
