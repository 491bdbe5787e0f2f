import type { RemoteInfo } from 'node:dgram'
import type { Socket } from 'node:net'
import { plainAddress, type Endpoint } from './address.ts'
import type { Decision } from './admission.ts'
import { offenceOf } from './bans/blame.ts'
import type { CaptureQueue } from './capture/capture-queue.ts'
import { Gate } from './challenge/gate.ts'
import { newConnectionId } from './connection-id.ts'
import { ConnectionClosed } from './connection-closed.ts'
import { Connection } from './connection.ts'
import type { ConnectionFacts } from './connection-facts.ts'
import {
  addCounters,
  noStats,
  type ConnectionReport,
  type CountersReport,
  type ServiceStats,
} from './counters.ts'
import type { ConnectionDeadlines } from './deadlines.ts'
import { Door, type DoorParts } from './door.ts'
import type { Decoder } from './framing/decoder.ts'
import { createDecoder, type Framing } from './framing/framing.ts'
import { tallyOf, type OperatorMessage, type SayOutcome, type SayTally } from './operator.ts'
import { localOf, remoteOf } from './peer-addresses.ts'
import type { Protocol } from './protocol.ts'
import type { RefusedPeer } from './refusals.ts'
import type { Room } from './room.ts'
import type { ServiceSpec } from './service-spec.ts'
import { attach, StreamWire, type StreamPeer } from './transports/stream.ts'
import { ThrottledWire } from './transports/throttled-wire.ts'
import type { UdpPeer } from './transports/udp-peer.ts'
import { WaitingRoom } from './waiting-room.ts'
import type { Wire } from './wire.ts'

/** A UDP peer has no end of its own, so it needs one even where the user asked for none. */
const UDP_IDLE_MS = 300_000

const RAW: Framing = { kind: 'raw', maxBytes: 65_536 }

type ReceptionParts = DoorParts & {
  protocol: Protocol
  capture: CaptureQueue
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
  readonly #door: Door
  readonly #waitingRoom: WaitingRoom
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
    this.#service = { id: spec.id, name: spec.name }
    this.#door = new Door(spec, this.#service, parts)
    this.#waitingRoom = new WaitingRoom(parts.journal)
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
    this.#door.update(spec)
    for (const connection of this.#guests()) connection.capture(spec.capture, this.#parts.capture)
  }

  /** What would happen to a peer from `address` now. */
  test(address: string): Decision {
    return this.#door.test(address)
  }

  socket(socket: Socket, endpoint: Endpoint): void {
    const peer = remoteOf(socket, endpoint)
    // The socket may break before it has a connection.
    socket.on('error', ignore)
    if (!this.#door.enter(peer)) return void socket.destroy()
    if (this.#parts.journal.full) this.#waitingRoom.wait(() => this.#welcomeLate(socket, peer, endpoint))
    else this.#openStream(socket, peer, endpoint)
  }

  /** Answers whether the peer is let in. */
  peer(peer: UdpPeer, { address, port }: RemoteInfo, endpoint: Endpoint): boolean {
    const remote = { transport: 'udp' as const, remoteAddress: plainAddress(address), remotePort: port }
    // A listener from before the service had a challenge: a restart closes it.
    if (this.#spec.challenge) {
      this.#door.refuse('challenge', remote)
      return false
    }
    // A datagram cannot wait: while the journal is behind, an unknown peer is like one the kernel had no room for.
    if (this.#parts.journal.full || this.#isClosed || !this.#door.enter(remote)) return false
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
    this.#waitingRoom.empty()
    this.#door.close()
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
    this.#door.tick(now)
  }

  #reportOf(id: string, connection: Connection): ConnectionReport {
    const { counters, identity, transfer, lastActiveAt } = connection
    const phase = this.#atGate.has(connection) ? 'challenged' : connection.phase
    return { id, counters: { ...counters }, identity, transfer, phase, lastActiveAt }
  }

  stats(): ServiceStats {
    const openConnections = this.#connections.size
    const stats = { ...this.#ended, openConnections, refusedConnections: this.#door.refused }
    for (const { counters } of this.#connections.values()) addCounters(stats, counters)
    return stats
  }

  /** Much may have changed while the peer waited. */
  #welcomeLate(socket: Socket, peer: RefusedPeer, endpoint: Endpoint): void {
    if (this.#isClosed) this.#door.refuse('service-stopping', peer)
    else if (!socket.destroyed && !this.#door.refuseIfBanned(peer))
      return this.#openStream(socket, peer, endpoint)
    this.#door.leave(peer.remoteAddress)
    socket.destroy()
  }

  #openStream(socket: Socket, peer: RefusedPeer, endpoint: Endpoint): void {
    const facts = { ...peer, ...localOf(socket, endpoint) }
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
    this.#door.leave(remoteAddress)
    const offence = offenceOf(connection)
    if (offence && remoteAddress !== null) this.#parts.offences.add(offence, remoteAddress)
    addCounters(this.#ended, connection.counters)
    this.#parts.onLeft()
  }
}

type Facts = Omit<ConnectionFacts, 'id' | 'serviceId' | 'protocol'>

const NOWHERE = { localAddress: null, localPort: null }

const ignore = (): void => undefined
