import { decodeBatch, type ConnectionRecord, type NewEntry } from '@switchboard/journal'
import type { TObject } from 'typebox'
import { Connection } from './connection.ts'
import { DatagramDecoder } from './framing/datagram.ts'
import { createDecoder, type Framing } from './framing/framing.ts'
import { Journal } from './journal.ts'
import type { SayOutcome } from './operator.ts'
import { resolveOptions } from './options.ts'
import type { Protocol } from './protocol.ts'
import type { Room } from './room.ts'
import type { Wire, WriteOutcome } from './wire.ts'

/**
 * A client that talks with a protocol in memory, without ports. `ask` answers what the protocol asks the manager.
 *
 *     const peer = new MemoryPeer(echo, { framing: { kind: 'lines', maxBytes: 100 } })
 *     peer.send('hello\n')
 *     expect(await peer.reply()).toBe('hello\n')
 */
export class MemoryPeer {
  /** Entries the connection wrote into the journal. */
  readonly entries: NewEntry[] = []
  /** Resolves with the connection's record when it is over. */
  readonly closed: Promise<ConnectionRecord>
  /** Resolves when the protocol's handler has returned or thrown. */
  readonly served: Promise<void>
  readonly #wire = new MemoryWire()
  readonly #connection: Connection
  readonly #neighbours = new Set<Connection>()
  readonly #operatorSays: (data: Buffer) => SayOutcome

  constructor(
    protocol: Protocol,
    given: Record<string, unknown> = {},
    transport: 'tcp' | 'udp' | 'unix' = 'tcp',
    ask: Room['ask'] = nobody,
  ) {
    const { options, problems } = resolveOptions(protocol.options as TObject, given)
    if (problems.length > 0)
      throw new Error(problems.map(({ path, message }) => `${path} ${message}`).join('; '))
    const { promise, resolve } = Promise.withResolvers<ConnectionRecord>()
    this.closed = promise
    const framing = (options.framing as Framing | undefined) ?? { kind: 'raw', maxBytes: 65_536 }
    this.#connection = new Connection({
      facts: {
        id: 'con_memory',
        serviceId: 'svc_memory',
        protocol: protocol.id,
        transport,
        ...{ localAddress: null, localPort: null, remoteAddress: null, remotePort: null },
      },
      service: { name: 'memory' },
      wire: this.#wire,
      decoder: transport === 'udp' ? new DatagramDecoder(() => undefined) : createDecoder(framing),
      journal: new Journal(async (batch) => void this.entries.push(...decodeBatch(batch))),
      onClosed: () => resolve(this.#connection.record()),
    })
    this.#wire.onClosed = () => this.#connection.wireClosed()
    this.#neighbours.add(this.#connection)
    this.#operatorSays = (data) =>
      protocol.operatorSays?.(this.#connection, { data, operator: 'test', toAll: false }, options) ?? 'mute'
    this.served = protocol
      .serve(this.#connection, options, { connections: () => this.#neighbours, ask })
      .then(
        () => this.#connection.finish(),
        (error: unknown) => this.#connection.fail(error),
      )
  }

  /** One chunk of a stream, or one datagram. */
  send(data: string | Buffer): void {
    this.#connection.received(Buffer.from(data))
  }

  /** Ends the client's side; replies still come. */
  end(): void {
    this.#connection.ended()
  }

  /** The client is gone without a goodbye. */
  reset(): void {
    this.#connection.wireClosed(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))
  }

  /** What becomes of what an operator says. */
  operatorSays(data: string | Buffer): SayOutcome {
    return this.#operatorSays(Buffer.from(data))
  }

  /** From now on both are connections of one service. */
  meet(other: MemoryPeer): void {
    this.#neighbours.add(other.#connection)
    other.#neighbours.add(this.#connection)
  }

  /** An operator cuts the connection. */
  kill(): void {
    this.#connection.close('killed')
  }

  /** The next thing the protocol sends, as text. Rejects when it hangs up without. */
  async reply(): Promise<string> {
    return (await this.replyBytes()).toString()
  }

  replyBytes(): Promise<Buffer> {
    return this.#wire.next()
  }
}

const nobody: Room['ask'] = (topic) => Promise.reject(new Error(`Nobody answers ${topic} here.`))

class MemoryWire implements Wire {
  readonly unsentBytes = 0
  onClosed: () => void = () => undefined
  readonly #sent: Buffer[] = []
  #waiting: PromiseWithResolvers<Buffer> | undefined
  #over = false

  next(): Promise<Buffer> {
    const ready = this.#sent.shift()
    if (ready) return Promise.resolve(ready)
    if (this.#over) return Promise.reject(new Error('The protocol hung up.'))
    this.#waiting ??= Promise.withResolvers<Buffer>()
    return this.#waiting.promise
  }

  write(data: Buffer): WriteOutcome {
    if (this.#waiting) this.#waiting.resolve(data)
    else this.#sent.push(data)
    this.#waiting = undefined
    return 'taken'
  }

  pause(): void {}
  resume(): void {}

  end(): void {
    this.destroy()
  }

  destroy(): void {
    this.#over = true
    this.#waiting?.reject(new Error('The protocol hung up.'))
    this.#waiting = undefined
    queueMicrotask(this.onClosed)
  }
}
