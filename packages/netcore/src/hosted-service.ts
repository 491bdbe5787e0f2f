import type { RemoteInfo } from 'node:dgram'
import type { Socket } from 'node:net'
import type { Endpoint } from './address.ts'
import { newConnectionId } from './connection-id.ts'
import { Connection, type ConnectionFacts } from './connection.ts'
import { noStats, type CountersReport, type ServiceStats } from './counters.ts'
import { createDecoder, type Framing } from './framing/framing.ts'
import { blankEntry } from './journal-entry.ts'
import type { Journal } from './journal.ts'
import { openListener, type Listener } from './listener.ts'
import type { OwnEndpoints } from './own-endpoints.ts'
import type { Protocol } from './protocol.ts'
import { Refusals, type RefusedPeer } from './refusals.ts'
import type { ServiceSpec } from './service-spec.ts'
import { attach, StreamWire } from './transports/stream.ts'
import type { UdpPeer } from './transports/udp-peer.ts'

/** A UDP peer has no end of its own, so it needs one even where the user asked for none. */
const UDP_IDLE_MS = 300_000

const RAW: Framing = { kind: 'raw', maxBytes: 65_536 }

/** The options that mean the same in every protocol. */
type CommonOptions = { framing?: Framing; amplification?: boolean }

/** One service as an engine carries it: its listeners, its open connections, its limits and counts. */
export class HostedService {
  readonly #protocol: Protocol
  readonly #journal: Journal
  readonly #own: OwnEndpoints
  readonly #refusals: Refusals
  readonly #connections = new Map<string, Connection>()
  readonly #ended: ServiceStats = noStats()
  #spec: ServiceSpec
  #listeners: Listener[] = []
  #waiting = 0
  #reported = ''
  #stopping: { done: Promise<void>; resolve: () => void } | undefined
  #cutAt = Infinity
  #deadline: NodeJS.Timeout | undefined

  constructor(spec: ServiceSpec, protocol: Protocol, journal: Journal, own: OwnEndpoints) {
    this.#spec = spec
    this.#protocol = protocol
    this.#journal = journal
    this.#own = own
    this.#refusals = new Refusals(spec.id, journal)
  }

  get #options(): CommonOptions {
    return this.#spec.options
  }

  /** Binds every address, or none: the first that cannot be bound is thrown as NetcoreError. */
  async start(): Promise<Endpoint[]> {
    const settings = {
      socket: this.#spec.socket,
      own: this.#own,
      amplification: () => this.#options.amplification === true,
    }
    const events = {
      onSocket: (socket: Socket, endpoint: Endpoint) => void this.#onSocket(socket, endpoint),
      onPeer: (peer: UdpPeer, remote: RemoteInfo, endpoint: Endpoint) => this.#onPeer(peer, remote, endpoint),
    }
    const opening = this.#spec.listen.map((address) => openListener(address, settings, events))
    const outcomes = await Promise.allSettled(opening)
    this.#listeners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    const refused = outcomes.find((outcome) => outcome.status === 'rejected')
    if (refused) {
      this.#closeListeners()
      throw refused.reason
    }
    return this.#listeners.map((listener) => listener.endpoint)
  }

  /** Limits count at once, options for new connections. */
  update(spec: ServiceSpec): void {
    this.#spec = spec
  }

  /**
   * Refuses new peers at once, lets open connections finish for `drainMs` milliseconds, then cuts them. Called again
   * meanwhile, it can only bring the cut forward.
   */
  stop(drainMs: number): Promise<void> {
    if (!this.#stopping) {
      const { promise: done, resolve } = Promise.withResolvers<void>()
      this.#stopping = { done, resolve }
      this.#closePeers()
      this.#closeListeners()
      if (drainMs > 0 && this.#connections.size > 0) this.#journalDraining(drainMs)
    }
    this.#cutAfter(drainMs)
    this.#finishStop()
    return this.#stopping.done
  }

  /** False: there is no such connection here. */
  kill(connectionId: string): boolean {
    const connection = this.#connections.get(connectionId)
    connection?.close('killed')
    return connection !== undefined
  }

  /** Looks after deadlines and adds what changed to the report. `now` is monotonic, in milliseconds. */
  tick(now: number, report: CountersReport): void {
    const { idleTimeoutMs } = this.#spec.limits
    for (const [id, connection] of this.#connections) {
      const idle = connection.facts.transport === 'udp' ? (idleTimeoutMs ?? UDP_IDLE_MS) : idleTimeoutMs
      if (connection.tick(now, idle)) report.connections.push({ id, counters: { ...connection.counters } })
    }
    this.#refusals.tick(now)
    const stats = this.stats()
    const text = JSON.stringify(stats)
    if (text !== this.#reported) report.services.push({ serviceId: this.#spec.id, stats })
    this.#reported = text
  }

  stats(): ServiceStats {
    const stats = {
      ...this.#ended,
      openConnections: this.#connections.size,
      refusedConnections: this.#refusals.total,
    }
    for (const { counters } of this.#connections.values()) addCounters(stats, counters)
    return stats
  }

  async #onSocket(socket: Socket, endpoint: Endpoint): Promise<void> {
    const peer = { transport: endpoint.transport, ...remoteOf(socket) }
    // The connection may break while it waits.
    socket.on('error', () => undefined)
    if (!this.#admit(peer)) return void socket.destroy()
    if (this.#journal.full) await this.#waitForJournal()
    if (socket.destroyed) return
    if (this.#stopping) {
      this.#refusals.add('service-stopping', peer, performance.now())
      return void socket.destroy()
    }
    const decoder = createDecoder(this.#options.framing ?? RAW)
    const connection = this.#open({ ...peer, ...localOf(socket, endpoint) }, new StreamWire(socket), decoder)
    attach(socket, connection)
    void this.#serve(connection)
  }

  #onPeer(peer: UdpPeer, { address, port }: RemoteInfo, endpoint: Endpoint): boolean {
    const remote = { transport: 'udp' as const, remoteAddress: address, remotePort: port }
    // A datagram cannot wait: while the journal is behind, an unknown peer is like one the kernel had no room for.
    if (this.#journal.full || this.#stopping || !this.#admit(remote)) return false
    const local =
      endpoint.transport === 'unix' ? {} : { localAddress: endpoint.host, localPort: endpoint.port }
    const facts = { localAddress: null, localPort: null, ...remote, ...local }
    peer.connection = this.#open(facts, peer, peer.decoder)
    void this.#serve(peer.connection)
    return true
  }

  #admit(peer: RefusedPeer): boolean {
    if (this.#connections.size + this.#waiting < this.#spec.limits.maxConnections) return true
    this.#refusals.add('max-connections', peer, performance.now())
    return false
  }

  async #waitForJournal(): Promise<void> {
    this.#waiting++
    while (this.#journal.full && !this.#stopping) await this.#journal.ready()
    this.#waiting--
  }

  #open(
    facts: Omit<ConnectionFacts, 'id' | 'serviceId' | 'protocol'>,
    wire: ConstructorParameters<typeof Connection>[0]['wire'],
    decoder: ConstructorParameters<typeof Connection>[0]['decoder'],
  ): Connection {
    const id = newConnectionId()
    const connection = new Connection({
      facts: { id, serviceId: this.#spec.id, protocol: this.#spec.protocol, ...facts },
      wire,
      decoder,
      journal: this.#journal,
      onClosed: (closed) => this.#onClosed(closed),
    })
    this.#connections.set(id, connection)
    this.#ended.totalConnections++
    return connection
  }

  async #serve(connection: Connection): Promise<void> {
    try {
      await this.#protocol.serve(connection, this.#spec.options)
      connection.finish()
    } catch (error) {
      connection.fail(error)
    }
  }

  #onClosed(connection: Connection): void {
    this.#connections.delete(connection.facts.id)
    addCounters(this.#ended, connection.counters)
    this.#finishStop()
  }

  #journalDraining(drainMs: number): void {
    const detail = { openConnections: this.#connections.size, drainMs }
    this.#journal.record({ ...blankEntry('service.draining', 'info'), serviceId: this.#spec.id, detail })
  }

  #closePeers(): void {
    for (const connection of this.#connections.values()) {
      if (connection.facts.transport === 'udp') connection.close('service-stopped')
    }
  }

  #closeListeners(): void {
    for (const listener of this.#listeners.splice(0)) listener.close()
  }

  #cutAfter(drainMs: number): void {
    const cutAt = performance.now() + drainMs
    if (cutAt >= this.#cutAt) return
    this.#cutAt = cutAt
    clearTimeout(this.#deadline)
    if (drainMs <= 0) this.#cut()
    else this.#deadline = setTimeout(() => this.#cut(), drainMs)
  }

  #cut(): void {
    for (const connection of this.#connections.values()) connection.close('service-stopped')
  }

  #finishStop(): void {
    if (!this.#stopping || this.#connections.size > 0) return
    clearTimeout(this.#deadline)
    this.#refusals.flush()
    this.#stopping.resolve()
  }
}

function addCounters(stats: ServiceStats, counters: Connection['counters']): void {
  stats.bytesIn += counters.bytesIn
  stats.bytesOut += counters.bytesOut
  stats.messagesIn += counters.messagesIn
  stats.messagesOut += counters.messagesOut
}

function remoteOf(socket: Socket): { remoteAddress: string | null; remotePort: number | null } {
  return { remoteAddress: plain(socket.remoteAddress), remotePort: socket.remotePort ?? null }
}

function localOf(
  socket: Socket,
  endpoint: Endpoint,
): { localAddress: string | null; localPort: number | null } {
  if (endpoint.transport === 'unix') return { localAddress: endpoint.path, localPort: null }
  return { localAddress: plain(socket.localAddress), localPort: socket.localPort ?? null }
}

/** An IPv4 peer of a `::` listener is shown by its IPv4 address (RFC 4291 2.5.5.2). */
function plain(address: string | undefined): string | null {
  if (!address) return null
  return address.startsWith('::ffff:') ? address.slice(7) : address
}
