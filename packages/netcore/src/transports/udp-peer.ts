import type { RemoteInfo, Socket } from 'node:dgram'
import type { Connection } from '../connection.ts'
import { DatagramDecoder } from '../framing/datagram.ts'
import { TokenBucket } from '../token-bucket.ts'
import type { Wire, WriteOutcome } from '../wire.ts'

/** Datagrams that may wait for a slow handler; further ones are dropped and counted. */
const MAX_WAITING = 256

/** Why a reply was not sent. */
export type WithheldRule =
  | 'own-endpoint'
  | 'source-port'
  | 'source-address'
  | 'one-reply'
  | 'unasked'
  | 'amplification'
  | 'too-long'
  | 'bandwidth'

/** The longest payload of a UDP datagram over IPv4 (RFC 768, RFC 791). */
const MAX_DATAGRAM = 65_507

/** What a peer may be sent unasked for each datagram of its own: little, in case its address is forged. */
const UNASKED_MESSAGES = 16
const UNASKED_BYTES = 65_536

/**
 * Asking what became of a datagram costs an eighth of an echo, so it is not asked of each. What goes wrong goes wrong
 * for a peer (no route, no permission) or for a length: asked are the first datagram, every 16th, each one after a
 * failure, and those that may exceed what a link takes.
 */
const WATCH_EVERY = 16
const SAFE_BYTES = 1200

type UdpPeerParts = {
  socket: Socket
  remote: RemoteInfo
  /** The rule that forbids any reply to this peer, if one does. */
  muted: () => WithheldRule | undefined
  /** Whether a reply may be longer than the datagram it answers. */
  amplification: () => boolean
  bandwidthBytesPerSecond: () => number | null
  onGone: () => void
}

/**
 * The remote address under a UDP connection. Senders can be forged, so a reply must not help to hurt somebody else:
 * at most one for each datagram, never longer than it unless the user allows that, none to addresses that answer by themselves.
 */
export class UdpPeer implements Wire {
  readonly #parts: UdpPeerParts
  readonly decoder = new DatagramDecoder((datagram) => this.#taken(datagram))
  readonly unsentBytes = 0
  connection: Connection | undefined
  #replies = 0
  #allowedBytes = 0
  #unaskedMessages = 0
  #unaskedBytes = 0
  #ended = false
  #sends = 0
  readonly #buckets: { in?: TokenBucket; out?: TokenBucket } = {}
  /** What was noted once already, by type and rule, and how often it happened since. */
  readonly #further = new Map<string, { type: string; rule: string; count: number }>()

  constructor(parts: UdpPeerParts) {
    this.#parts = parts
  }

  receive(datagram: Buffer): void {
    const rule =
      this.decoder.waiting >= MAX_WAITING ? 'queue-full' : this.#exceeds('in', datagram) && 'bandwidth'
    if (rule) this.#note('connection.bytes-dropped', { rule, bytes: datagram.length })
    else this.connection?.received(datagram)
  }

  write(data: Buffer): WriteOutcome {
    if (this.#ended) return 'withheld'
    const rule = this.#forbids(data)
    if (rule) return this.#withhold(rule, data)
    this.#replies--
    return this.#send(data)
  }

  /** What an operator says is no reply, so it has bounds of its own. */
  writeUnasked(data: Buffer): WriteOutcome {
    if (this.#ended) return 'withheld'
    const rule = this.#forbidsUnasked(data)
    if (rule) return this.#withhold(rule, data)
    this.#unaskedMessages++
    this.#unaskedBytes += data.length
    return this.#send(data)
  }

  /** UDP has no window: what the handler does not pull waits here, up to MAX_WAITING datagrams. */
  pause(): void {}
  resume(): void {}

  end(): void {
    this.destroy()
  }

  destroy(): void {
    if (this.#ended) return
    this.#ended = true
    this.#noteFurther()
    this.#parts.onGone()
    // Later, as a socket does: whoever cuts must have finished its own step first.
    queueMicrotask(() => this.connection?.wireClosed())
  }

  #taken(datagram: Buffer): void {
    this.#replies = 1
    this.#allowedBytes = datagram.length
    this.#unaskedMessages = 0
    this.#unaskedBytes = 0
  }

  #send(data: Buffer): WriteOutcome {
    const { socket, remote } = this.#parts
    const isWatched = data.length > SAFE_BYTES || this.#sends++ % WATCH_EVERY === 0
    if (isWatched) socket.send(data, remote.port, remote.address, this.#onSent)
    else socket.send(data, remote.port, remote.address)
    return 'taken'
  }

  #withhold(rule: WithheldRule, { length: bytes }: Buffer): WriteOutcome {
    this.#note('connection.reply-withheld', { rule, bytes, allowedBytes: this.#allowedBytes })
    return 'withheld'
  }

  #forbids(data: Buffer): WithheldRule | undefined {
    if (data.length > MAX_DATAGRAM) return 'too-long'
    if (this.#replies === 0) return 'one-reply'
    if (data.length > this.#allowedBytes && !this.#parts.amplification()) return 'amplification'
    return this.#parts.muted() ?? (this.#exceeds('out', data) ? 'bandwidth' : undefined)
  }

  #forbidsUnasked(data: Buffer): WithheldRule | undefined {
    if (data.length > MAX_DATAGRAM) return 'too-long'
    const isTooMuch = this.#unaskedBytes + data.length > UNASKED_BYTES
    if (this.#unaskedMessages >= UNASKED_MESSAGES || isTooMuch) return 'unasked'
    return this.#parts.muted() ?? (this.#exceeds('out', data) ? 'bandwidth' : undefined)
  }

  /** A datagram is never late: what exceeds the bandwidth is lost, as on a line too slow for it. */
  #exceeds(direction: 'in' | 'out', { length }: Buffer): boolean {
    const perSecond = this.#parts.bandwidthBytesPerSecond()
    if (perSecond === null) return false
    const now = performance.now()
    const bucket = (this.#buckets[direction] ??= new TokenBucket(perSecond, now))
    if (bucket.available(now) < Math.min(length, perSecond / 10)) return true
    bucket.take(length, now)
    return false
  }

  /** ICMP's answers and datagrams the kernel does not take; one function for all sends. */
  readonly #onSent = (error: (Error & { code?: string }) | null): void => {
    if (!error) return
    this.#sends = 0
    this.#note('connection.send-failed', { rule: error.code ?? error.message })
  }

  /** The first of a kind is an entry at once, all further ones are counted: a flood must not become a flood of entries. */
  #note(type: string, detail: { rule: string; [more: string]: unknown }): void {
    const key = `${type} ${detail.rule}`
    const further = this.#further.get(key)
    if (further) further.count++
    else this.connection?.note(type, 'warning', detail)
    this.#further.set(key, further ?? { type, rule: detail.rule, count: 0 })
  }

  /** The counts, when the connection ends. */
  #noteFurther(): void {
    for (const { type, rule, count } of this.#further.values()) {
      if (count > 0) this.connection?.note(type, 'warning', { rule, further: count })
    }
  }
}
