import type { ClientMessage, ServerMessage } from '@switchboard/contract'
import { backoff } from './backoff.ts'

/** What the stream chip shows. `retryAt` is in milliseconds since the epoch. */
export type FeedStatus =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'reconnecting'; attempt: number; retryAt: number }
  | { kind: 'offline' }

type Listeners = {
  /** The server ended the session. */
  signedOut: () => void
  /** No connection came about; the browser does not tell whether for want of a session or of a server. */
  refused: () => void
}

type Subscribe = Extract<ClientMessage, { op: 'subscribe' }>
type Subscription = {
  /** Built anew for each (re)connection, so that `since` is up to date. */
  request: (id: string) => Subscribe
  receive: (message: ServerMessage) => void
}

const PING_EVERY = 20_000
const PONG_WITHIN = 10_000
const UNAUTHENTICATED = 4401

/** The one WebSocket of this tab. Topics subscribe; after a cut it comes back by itself and subscribes again. */
export class LiveFeed {
  status = $state.raw<FeedStatus>({ kind: 'connecting' })
  /** When the feed last was live, in milliseconds since the epoch: how old the data on the screen may be. */
  lastLiveAt = $state.raw(Date.now())
  /** The newest seq the server named when this connection began; 0 before the first one. */
  seq = 0
  /** Another one after each start of the server. */
  epoch = ''
  #socket: WebSocket | null = null
  #subscriptions: (Subscription & { id: string })[] = []
  #nextId = 1
  #attempt = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #ping: ReturnType<typeof setInterval> | undefined
  #pong: ReturnType<typeof setTimeout> | undefined
  /** Whether this connection has had its hello. Not reactive: who subscribes in an effect must not depend on it. */
  #greeted = false
  #on: Listeners

  constructor(listeners: Listeners) {
    this.#on = listeners
  }

  /** Connects now: at first, after signing in, or when somebody does not want to wait for the next try. */
  connect(): void {
    this.stop()
    this.#greeted = false
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live`)
    this.#socket = socket
    socket.onmessage = (event) => this.#receive(JSON.parse(String(event.data)) as ServerMessage)
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#closed(event.code)
    }
  }

  /** Hangs up and stays so until `connect`. */
  stop(): void {
    clearTimeout(this.#retry)
    clearInterval(this.#ping)
    clearTimeout(this.#pong)
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }

  /** Follows a topic until the returned function is called. */
  subscribe(subscription: Subscription): () => void {
    const id = `s${this.#nextId++}`
    this.#subscriptions.push({ id, ...subscription })
    if (this.#greeted) this.#say(subscription.request(id))
    return () => {
      this.#subscriptions = this.#subscriptions.filter((one) => one.id !== id)
      this.#say({ op: 'unsubscribe', id })
    }
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'hello') this.#hello(message)
    else if (message.type === 'pong') clearTimeout(this.#pong)
    else if (message.id !== null) this.#subscriptions.find(({ id }) => id === message.id)?.receive(message)
  }

  #hello({ seq, epoch }: { seq: number; epoch: string }): void {
    this.seq = seq
    this.epoch = epoch
    this.#attempt = 0
    this.#greeted = true
    this.status = { kind: 'live' }
    this.#watch()
    for (const { id, request } of this.#subscriptions) this.#say(request(id))
  }

  /** A network that vanished closes nothing: only an unanswered ping tells. */
  #watch(): void {
    clearInterval(this.#ping)
    this.#ping = setInterval(() => {
      this.#say({ op: 'ping' })
      clearTimeout(this.#pong)
      this.#pong = setTimeout(() => this.#closed(0), PONG_WITHIN)
    }, PING_EVERY)
  }

  #closed(code: number): void {
    this.stop()
    if (this.status.kind === 'live') this.lastLiveAt = Date.now()
    this.#retryLater()
    if (code === UNAUTHENTICATED) this.#on.signedOut()
    else if (!this.#greeted) this.#on.refused()
  }

  #retryLater(): void {
    this.#attempt += 1
    const wait = backoff(this.#attempt)
    const retryAt = Date.now() + wait
    this.status = navigator.onLine
      ? { kind: 'reconnecting', attempt: this.#attempt, retryAt }
      : { kind: 'offline' }
    this.#retry = setTimeout(() => this.connect(), wait)
  }

  #say(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }
}
