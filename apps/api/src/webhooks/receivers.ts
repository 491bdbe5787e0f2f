import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Resolved = { address: string; family: number }
export type Resolve = (name: string, done: (error: Error | null, addresses: Resolved[]) => void) => void

type Options = {
  /** Addresses and networks (CIDR) that are let through although they are not public. */
  allow: readonly string[]
  /** The ports that we listen on ourselves: never, on no address of this machine. */
  ownPorts: () => ReadonlySet<number>
  /** Names to addresses; the system's way by default. */
  resolve?: Resolve
}

/** A delivery was not even tried; `message` says why, and the remedy. */
export class ReceiverRefused extends Error {
  override readonly name = 'ReceiverRefused'
}

const DEFAULT_PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 }

/**
 * Decides where deliveries may go: to public addresses, and to ranges that were opened. What is checked is what is
 * dialled: the addresses of a name are judged when they are resolved for the connection, each time anew.
 */
export class Receivers {
  readonly #allowed: [Address, number][]
  readonly #ownPorts: () => ReadonlySet<number>
  readonly #resolve: Resolve

  constructor({ allow, ownPorts, resolve = systemResolve }: Options) {
    this.#allowed = allow.map((range) =>
      ipaddr.parseCIDR(isIP(range) ? `${range}/${isIP(range) === 4 ? 32 : 128}` : range),
    )
    this.#ownPorts = ownPorts
    this.#resolve = resolve
  }

  /** The address, taken apart. Throws ReceiverRefused for what can be told without resolving a name. */
  check(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : null
    if (!url) throw new ReceiverRefused('is no address: https://<host>/<path> is one')
    if (!(url.protocol in DEFAULT_PORTS))
      throw new ReceiverRefused(`begins with ${url.protocol}: only http: and https: are possible`)
    if (url.username !== '' || url.password !== '')
      throw new ReceiverRefused('has a name or password in it: leave them out, deliveries are signed')
    const host = hostOf(url)
    if (/(^|\.)localhost\.?$/.test(host)) this.#refuse('127.0.0.1', portOf(url), host)
    if (isIP(host)) this.#refuse(host, portOf(url), host)
    return url
  }

  /** For one connection: what `net.connect` asks for the addresses of a name. */
  lookupFor(url: URL): LookupFunction {
    return (name, { all }, done) =>
      this.#resolve(name, (error, addresses) => {
        const refusal = error ?? this.#refusal(name, addresses, portOf(url))
        const [first] = addresses
        if (refusal || !first) return done(refusal ?? new Error(`${name} has no address`), [])
        if (all) done(null, addresses)
        else done(null, first.address, first.family)
      })
  }

  #refusal(name: string, addresses: Resolved[], port: number): Error | null {
    try {
      for (const { address } of addresses) this.#refuse(address, port, name)
      return null
    } catch (error) {
      return error as Error
    }
  }

  #refuse(text: string, port: number, host: string): void {
    const address = ipaddr.process(text)
    const where = host === text ? text : `${host} (${text})`
    if (isOwn(address) && this.#ownPorts().has(port))
      throw new ReceiverRefused(`leads to port ${port} of this Switchboard itself: name another receiver`)
    if (this.#allowed.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits)))
      return
    const kind = kindOf(address)
    if (kind === null) return
    throw new ReceiverRefused(
      `leads to ${where}, which is ${kind}: name a public receiver, or let its range in with SWITCHBOARD_WEBHOOK_ALLOW`,
    )
  }
}

export const portOf = (url: URL) => Number(url.port || DEFAULT_PORTS[url.protocol])

/** Without the brackets of IPv6. */
const hostOf = ({ hostname }: URL) => hostname.replace(/^\[(.*)\]$/, '$1')

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** What keeps an address from being public, in words; null: it is. */
function kindOf(address: Address): string | null {
  const range = address.range()
  if (range !== 'unicast') return `no public address (${range})`
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_UNICAST)) return 'no public address'
  return isOwn(address) ? 'an address of this machine' : null
}

function isOwn(address: Address): boolean {
  if (['loopback', 'unspecified'].includes(address.range())) return true
  const own = Object.values(networkInterfaces()).flatMap((all) => all?.map((one) => one.address) ?? [])
  return own.some((text) => ipaddr.process(text).toString() === address.toString())
}

const systemResolve: Resolve = (name, done) =>
  lookup(name, { all: true }, (error, addresses) => done(error, addresses ?? []))
