import { availableParallelism } from 'node:os'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import { StartError } from './start-error.ts'
import type { TlsFiles } from './tls/tls-files.ts'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** The manager's settings, checked and with every default filled in. */
export type Environment = {
  host: string
  port: number
  /** Absolute. */
  dataDir: string
  /** `file:` and a path. */
  databaseUrl: string
  /** A token with the role admin; null: there is none. */
  adminToken: string | null
  /** Absolute paths of certificate and key; null: plain HTTP. */
  tls: TlsFiles | null
  /** Engine processes. */
  engines: number
  /** Names accepted in `Host` and `Origin` besides the loopback names and the bind address; lower case. */
  allowedHosts: string[]
  /** Addresses and networks (CIDR) of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  trustedProxies: string[]
  /** Addresses and networks (CIDR) in which webhooks may have receivers although they are not public. */
  webhookAllow: string[]
  logLevel: LogLevel
  /** The names of the variables that are set. */
  given: ReadonlySet<string>
}

type Variables = Record<string, string | undefined>

const HOST_NAME = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i
const TOKEN = /^[\x21-\x7e]{32,4096}$/
const MOST_ENGINES = 64
const TLS = ['SWITCHBOARD_TLS_CERT', 'SWITCHBOARD_TLS_KEY']

/** Reads the variables of the README. Throws a StartError that names the variable, the value and what is allowed. */
export function readEnvironment(variables: Variables): Environment {
  const dataDir = read(variables, 'SWITCHBOARD_DATA_DIR', './data', asPath)
  return {
    host: read(variables, 'SWITCHBOARD_HOST', '127.0.0.1', asHost),
    port: read(variables, 'SWITCHBOARD_PORT', '8080', asInteger(0, 65535)),
    dataDir,
    databaseUrl: read(variables, 'DATABASE_URL', `file:${join(dataDir, 'switchboard.db')}`, asFileUrl),
    adminToken: readToken(variables),
    tls: readTls(variables),
    engines: read(variables, 'SWITCHBOARD_ENGINES', defaultEngines(), asInteger(1, MOST_ENGINES)),
    allowedHosts: read(variables, 'SWITCHBOARD_ALLOWED_HOSTS', null, asHosts) ?? [],
    trustedProxies: read(variables, 'SWITCHBOARD_TRUSTED_PROXIES', null, asNetworks) ?? [],
    webhookAllow: read(variables, 'SWITCHBOARD_WEBHOOK_ALLOW', null, asNetworks) ?? [],
    logLevel: read(variables, 'SWITCHBOARD_LOG_LEVEL', 'info', asLogLevel),
    given: new Set(Object.keys(variables).filter((name) => variables[name] !== undefined)),
  }
}

const defaultEngines = () => String(Math.min(2, availableParallelism()))

/** What a text means, or what would have been allowed. */
type Reading<Value> = { value: Value } | { allowed: string }

function read<Value, Default extends string | null>(
  variables: Variables,
  name: string,
  fallback: Default,
  parse: (text: string) => Reading<Value>,
): Value | (Default extends null ? null : never) {
  const text = variables[name] ?? fallback
  if (text === null) return null as Default extends null ? null : never
  const reading = parse(text)
  if ('value' in reading) return reading.value
  throw new StartError(`${name} is ${JSON.stringify(text)}: ${reading.allowed}`)
}

function asInteger(least: number, most: number) {
  return (text: string): Reading<number> => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return { value }
    return { allowed: `a whole number from ${least} to ${most} is allowed` }
  }
}

function asHost(text: string): Reading<string> {
  if (isIP(text) || HOST_NAME.test(text)) return { value: text.toLowerCase() }
  return { allowed: 'an IPv4 or IPv6 address (without brackets) or a host name is allowed' }
}

function asHosts(text: string): Reading<string[]> {
  const value = text.split(',').map((name) => name.trim().toLowerCase())
  if (value.every((name) => isIP(name) || HOST_NAME.test(name))) return { value }
  return { allowed: 'host names or addresses without scheme and port are allowed, separated by commas' }
}

function asNetworks(text: string): Reading<string[]> {
  const value = text.split(',').map((network) => network.trim())
  if (value.every((network) => isIP(network) || ipaddr.isValidCIDR(network))) return { value }
  return { allowed: 'addresses or networks such as 127.0.0.1 or 10.0.0.0/8 are allowed, separated by commas' }
}

function asPath(text: string): Reading<string> {
  if (text !== '' && !text.includes('\0')) return { value: resolve(text) }
  return { allowed: 'a path is allowed' }
}

function asFileUrl(text: string): Reading<string> {
  if (/^file:[^?#]+$/.test(text)) return { value: text }
  return { allowed: 'file: and a path is allowed, such as file:/var/lib/switchboard/switchboard.db' }
}

function asLogLevel(text: string): Reading<LogLevel> {
  const value = LOG_LEVELS.find((level) => level === text)
  return value ? { value } : { allowed: `one of ${LOG_LEVELS.join(', ')} is allowed` }
}

/** Both or none: half of it would be plain HTTP where its owner believes otherwise. */
function readTls(variables: Variables): TlsFiles | null {
  const [certificate, key] = TLS.map((name) => read(variables, name, null, asPath))
  if (certificate && key) return { certificate, key }
  if (!certificate && !key) return null
  const [given, missing] = certificate ? TLS : TLS.toReversed()
  throw new StartError(`${missing} is missing: ${given} is set, and TLS takes both`)
}

/** The token never appears in a message: its length has to do. */
function readToken(variables: Variables): string | null {
  const token = variables['SWITCHBOARD_ADMIN_TOKEN']
  if (token === undefined) return null
  if (TOKEN.test(token)) return token
  throw new StartError(
    `SWITCHBOARD_ADMIN_TOKEN has ${token.length} characters: at least 32 visible ASCII characters are needed, ` +
      'for example the output of: openssl rand -hex 32',
  )
}
