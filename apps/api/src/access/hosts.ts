import type { Environment } from '../environment.ts'

/** A `Host` header taken apart: lower-case name without brackets, port as written or null. */
export type Authority = { name: string; port: number | null }

const AUTHORITY = /^(?:\[(?<ipv6>[0-9a-f:.]+)\]|(?<name>[a-z0-9._-]+))(?::(?<port>\d{1,5}))?$/i

/** Understands `localhost:8080`, `[::1]` and the like; null for anything else. */
export function parseAuthority(text: string | undefined): Authority | null {
  const parts = AUTHORITY.exec(text ?? '')?.groups
  if (!parts) return null
  const name = (parts['ipv6'] ?? parts['name'] ?? '').toLowerCase()
  return { name, port: parts['port'] === undefined ? null : Number(parts['port']) }
}

/**
 * The names this manager answers to. A page of another site can make a browser send requests here under its own name
 * (DNS rebinding); an unknown name in `Host` gives it away.
 */
export class AllowedHosts {
  readonly #names: Set<string>

  constructor({ host, allowedHosts }: Pick<Environment, 'host' | 'allowedHosts'>) {
    this.#names = new Set(['localhost', '127.0.0.1', '::1', host, ...allowedHosts])
  }

  /** `localAddress`: where the request came in, so that a manager bound to all addresses answers to each of them. */
  allows(authority: Authority | null, localAddress: string | undefined): boolean {
    if (!authority) return false
    return this.#names.has(authority.name) || authority.name === localAddress?.replace(/^::ffff:/, '')
  }
}

const DEFAULT_PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 }

/**
 * Whether a page of `origin` was served by this very address. `null` and other schemes never were, and over TLS no plain
 * page; without TLS there may be a proxy that has it, and does not say so.
 */
export function isSameOrigin(origin: string, host: Authority, isSecure: boolean): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : null
  const defaultPort = url && DEFAULT_PORTS[url.protocol]
  if (!url || !defaultPort || url.origin !== origin.toLowerCase()) return false
  if (isSecure && url.protocol !== 'https:') return false
  const page = parseAuthority(url.host)
  return page !== null && page.name === host.name && (page.port ?? defaultPort) === (host.port ?? defaultPort)
}
