import type { RemoteInfo } from 'node:dgram'
import type { Socket } from 'node:net'
import { isWildcard, type Endpoint } from './address.ts'
import { Admission, type AdmissionRule, type Decision } from './admission.ts'
import type { BanList } from './bans/ban-list.ts'
import { offenceOf } from './bans/blame.ts'
import type { Offences } from './bans/offences.ts'
import type { CaptureQueue } from './capture/capture-queue.ts'
import { Gate } from './challenge/gate.ts'
import { newConnectionId } from './connection-id.ts'
import { ConnectionClosed } from './connection-closed.ts'
import type { ConnectionFacts } from './connection-facts.ts'
import { Connection } from './connection.ts'
import {
  addCounters,
  noStats,
  type ConnectionReport,
  type CountersReport,
  type ServiceStats,
} from './counters.ts'
import type { ConnectionDeadlines } from './deadlines.ts'
import type { Descriptors } from './descriptors.ts'
import type { Decoder } from './framing/decoder.ts'
import { createDecoder, type Framing } from './framing/framing.ts'
import type { Journal } from './journal.ts'
import { tallyOf, type OperatorMessage, type SayOutcome, type SayTally } from './operator.ts'
import type { Protocol } from './protocol.ts'
import { Refusals, type RefusedPeer } from './refusals.ts'
import type { Room } from './room.ts'
import type { ServiceSpec } from './service-spec.ts'
import { attach, StreamWire, type StreamPeer } from './transports/stream.ts'
import { ThrottledWire } from './transports/throttled-wire.ts'
import type { UdpPeer } from './transports/udp-peer.ts'
import type { Wire } from './wire.ts'

/** A UDP peer has no end of its own, so it needs one even where the user asked for none. */
const UDP_IDLE_MS = 300_000

/** Rules that refuse somebody for what the address is or does. Of the others somebody else may be the cause. */
const BLAMED: ReadonlySet<AdmissionRule['kind']> = new Set(['deny', 'no-match', 'max-connections-per-ip'])

const RAW: Framing = { kind: 'raw', maxBytes: 65_536 }

type ReceptionParts = {
  protocol: Protocol
  journal: Journal
  capture: CaptureQueue
  descriptors: Descriptors
  bans: BanList
  offences: Offences
  ask: Room['ask']
  /** Called whenever a connection is over. */
  onLeft: () => void
}

/**
 * Receives the peers of one service: lets them in or refuses them, opens their connections and has the protocol
 * serve them, and counts.
 */
export class Reception {
  readonly #parts: ReceptionParts
  readonly #admission: Admission
  readonly #refusals: Refusals
  readonly #connections = new Map<string, Connection>()
  /** Those who have not answered the challenge yet: nobody is to talk with them. */
  readonly #atGate = new WeakSet<Connection>()
  readonly #ended: ServiceStats = noStats()
  readonly #room: Room
  readonly #service: { readonly id: string; name: string }
  #spec: ServiceSpec
  #isClosed = false

  constructor(spec: ServiceSpec, parts: ReceptionParts) {
    this.#spec = spec
    this.#parts = parts
    this.#admission = new Admission(spec, parts.descriptors, parts.bans)
    this.#service = { id: spec.id, name: spec.name }
    this.#refusals = new Refusals(this.#service, parts.journal)
    this.#room = { connections: () => this.#guests(), ask: parts.ask }
  }

  /** Open connections. */
  get size(): number {
    return this.#connections.size
  }

  /** Limits, access and capture count at once, also for who is here already where that makes sense; options for new peers. */
  update(spec: ServiceSpec): void {
    this.#spec = spec
    this.#service.name = spec.name
    this.#admission.update(spec)
    for (const connection of this.#guests()) connection.capture(spec.capture, this.#parts.capture)
  }

  /** What would happen to a peer from `address` now. */
  test(address: string): Decision {
    return this.#admission.test(address, performance.now())
  }

  socket(socket: Socket, endpoint: Endpoint): void {
    const peer = remoteOf(socket, endpoint)
    // The socket may break before it has a connection.
    socket.on('error', ignore)
    if (!this.#enter(peer)) return void socket.destroy()
    if (this.#parts.journal.full) void this.#journalReady().then(() => this.#welcome(socket, peer, endpoint))
    else this.#welcome(socket, peer, endpoint)
  }

  #welcome(socket: Socket, peer: RefusedPeer, endpoint: Endpoint): void {
    if (socket.destroyed) return this.#admission.leave(peer.remoteAddress)
    if (this.#isClosed) return this.#turnAway(socket, peer)
    this.#openStream(socket, { ...peer, ...localOf(socket, endpoint) })
  }

  /** Answers whether the peer is let in. */
  peer(peer: UdpPeer, { address, port }: RemoteInfo, endpoint: Endpoint): boolean {
    const remote = { transport: 'udp' as const, remoteAddress: plain(address), remotePort: port }
    if (this.#spec.challenge) return this.#refuseUnchallenged(remote)
    // A datagram cannot wait: while the journal is behind, an unknown peer is like one the kernel had no room for.
    if (this.#parts.journal.full || this.#isClosed || !this.#enter(remote)) return false
    const local =
      endpoint.transport === 'unix' ? NOWHERE : { localAddress: endpoint.host, localPort: endpoint.port }
    peer.connection = this.#open({ ...remote, ...local }, peer, peer.decoder)
    void this.#serve(peer.connection)
    return true
  }

  /** Lets nobody in any more. UDP peers are gone with their socket; answers how many streams may go on. */
  close(): number {
    this.#isClosed = true
    const {
      udp = [],
      tcp = [],
      unix = [],
    } = Object.groupBy(this.#connections.values(), ({ facts }) => facts.transport)
    for (const peer of udp) peer.close('service-stopped')
    this.#refusals.flush()
    return tcp.length + unix.length
  }

  /** Cuts whoever is still here. */
  cut(): void {
    for (const connection of this.#connections.values()) connection.close('service-stopped')
  }

  /** False: there is no such connection here. */
  kill(connectionId: string): boolean {
    const connection = this.#connections.get(connectionId)
    connection?.close('killed')
    return connection !== undefined
  }

  /** Cuts the connections of whoever is banned. */
  killBanned(): void {
    for (const connection of this.#connections.values())
      if (this.#parts.bans.find(connection.facts.remoteAddress) !== null) connection.close('killed')
  }

  /** An operator speaks on a connection. undefined: there is no such connection here. */
  say(connectionId: string, message: OperatorMessage): SayOutcome | undefined {
    const connection = this.#connections.get(connectionId)
    return connection && this.#sayOn(connection, message)
  }

  /** An operator speaks on every open connection. */
  sayToAll(message: OperatorMessage): SayTally {
    return tallyOf(Array.from(this.#guests(), (connection) => this.#sayOn(connection, message)))
  }

  /** Looks after deadlines and adds what changed to the report. `now` is monotonic, in milliseconds. */
  tick(now: number, report: CountersReport): void {
    const stream: ConnectionDeadlines = this.#spec.limits
    const udp: ConnectionDeadlines = { ...stream, idleTimeoutMs: stream.idleTimeoutMs ?? UDP_IDLE_MS }
    for (const [id, connection] of this.#connections) {
      const isNews = connection.tick(now, connection.facts.transport === 'udp' ? udp : stream)
      if (isNews) report.connections.push(this.#reportOf(id, connection))
    }
    this.#refusals.tick(now)
  }

  #reportOf(id: string, connection: Connection): ConnectionReport {
    const { counters, identity, transfer, lastActiveAt } = connection
    const phase = this.#atGate.has(connection) ? 'challenged' : connection.phase
    return { id, counters: { ...counters }, identity, transfer, phase, lastActiveAt }
  }

  stats(): ServiceStats {
    const openConnections = this.#connections.size
    const stats = { ...this.#ended, openConnections, refusedConnections: this.#refusals.total }
    for (const { counters } of this.#connections.values()) addCounters(stats, counters)
    return stats
  }

  #enter(peer: RefusedPeer): boolean {
    const now = performance.now()
    const { allowed, rule } = this.#admission.enter(peer.remoteAddress, now)
    if (!allowed) this.#refuse(rule, peer, now)
    return allowed
  }

  #refuse(rule: AdmissionRule, peer: RefusedPeer, now: number): void {
    this.#refusals.add(rule, peer, now)
    const isOwnFault = peer.transport === 'tcp' && BLAMED.has(rule.kind)
    if (isOwnFault && peer.remoteAddress !== null)
      this.#parts.offences.add('connectionRefused', peer.remoteAddress)
  }

  /** A listener from before the service had a challenge: a restart closes it. */
  #refuseUnchallenged(peer: RefusedPeer): false {
    this.#refusals.add({ kind: 'challenge', range: null }, peer, performance.now())
    return false
  }

  #turnAway(socket: Socket, peer: RefusedPeer): void {
    this.#admission.leave(peer.remoteAddress)
    this.#refusals.add({ kind: 'service-stopping', range: null }, peer, performance.now())
    socket.destroy()
  }

  async #journalReady(): Promise<void> {
    const { journal } = this.#parts
    while (journal.full && !this.#isClosed) await journal.ready()
  }

  #openStream(socket: Socket, facts: Facts): void {
    const { framing = RAW } = this.#spec.options as { framing?: Framing }
    const { bandwidthBytesPerSecond } = this.#spec.limits
    const wire = new StreamWire(socket)
    if (bandwidthBytesPerSecond === null) {
      const connection = this.#open(facts, wire, createDecoder(framing))
      return attach(socket, this.#receive(connection))
    }
    const throttle = new ThrottledWire(wire, bandwidthBytesPerSecond, () => connection.wireDrained())
    const connection = this.#open(facts, throttle, createDecoder(framing))
    attach(socket, this.#receive(connection), throttle)
  }

  /** Has the protocol serve the connection, after the challenge if there is one; answers who hears the socket. */
  #receive(connection: Connection): StreamPeer {
    const { challenge } = this.#spec
    if (!challenge) {
      void this.#serve(connection)
      return connection
    }
    this.#atGate.add(connection)
    return new Gate(connection, challenge, () => {
      this.#atGate.delete(connection)
      void this.#serve(connection)
    })
  }

  #open(facts: Facts, wire: Wire, decoder: Decoder): Connection {
    const id = newConnectionId()
    const connection = new Connection({
      facts: { id, serviceId: this.#spec.id, protocol: this.#spec.protocol, ...facts },
      service: this.#service,
      wire,
      decoder,
      journal: this.#parts.journal,
      onClosed: () => this.#left(connection),
    })
    this.#connections.set(id, connection)
    this.#ended.totalConnections++
    return connection
  }

  async #serve(connection: Connection): Promise<void> {
    connection.capture(this.#spec.capture, this.#parts.capture)
    try {
      await this.#parts.protocol.serve(connection, this.#spec.options, this.#room)
      connection.finish()
    } catch (error) {
      connection.fail(error)
    }
  }

  #sayOn(connection: Connection, message: OperatorMessage): SayOutcome {
    const { protocol, journal } = this.#parts
    if (!protocol.operatorSays) return 'mute'
    if (!connection.open || this.#atGate.has(connection)) return 'closed'
    if (journal.full) return 'busy'
    try {
      return protocol.operatorSays(connection, message, this.#spec.options)
    } catch (error) {
      if (!(error instanceof ConnectionClosed)) connection.fail(error)
      return 'closed'
    }
  }

  *#guests(): Iterable<Connection> {
    for (const connection of this.#connections.values()) if (!this.#atGate.has(connection)) yield connection
  }

  #left(connection: Connection): void {
    this.#connections.delete(connection.facts.id)
    const { remoteAddress } = connection.facts
    this.#admission.leave(remoteAddress)
    const offence = offenceOf(connection)
    if (offence && remoteAddress !== null) this.#parts.offences.add(offence, remoteAddress)
    addCounters(this.#ended, connection.counters)
    this.#parts.onLeft()
  }
}

type Facts = Omit<ConnectionFacts, 'id' | 'serviceId' | 'protocol'>

const NOWHERE = { localAddress: null, localPort: null }

const ignore = (): void => undefined

function remoteOf(socket: Socket, { transport }: Endpoint): RefusedPeer {
  const remoteAddress = plain(socket.remoteAddress)
  return { transport, remoteAddress, remotePort: socket.remotePort ?? null }
}

/** A listener on one address has no need to ask the kernel which one the peer took. */
function localOf(
  socket: Socket,
  endpoint: Endpoint,
): { localAddress: string | null; localPort: number | null } {
  if (endpoint.transport === 'unix') return { localAddress: endpoint.path, localPort: null }
  const { host, port } = endpoint
  return { localAddress: isWildcard(host) ? plain(socket.localAddress) : host, localPort: port }
}

/** An IPv4 peer of a `::` listener is shown by its IPv4 address (RFC 4291 2.5.5.2). */
function plain(address: string | undefined): string | null {
  if (!address) return null
  return address.startsWith('::ffff:') ? address.slice(7) : address
}
