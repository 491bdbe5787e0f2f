import { hasRole, type ClientMessage } from '@switchboard/contract'
import type { Caller } from '../access/caller.ts'
import type { Reach } from '../access/reach.ts'
import type { OperatorDesk } from '../resources/chats/operator-desk.ts'
import { ApiError, invalid, presentProblem } from '../problem.ts'
import { parseClientMessage, parseJson, subscriptionIdOf } from './client-message.ts'
import { SocketReader } from './journal-reader.ts'
import type { LiveSocket } from './live-socket.ts'
import type { Subscription } from './subscription.ts'
import type { Subscribe, Topics } from './topics.ts'

export const MOST_SUBSCRIPTIONS = 64

type Send = Extract<ClientMessage, { op: 'send' }>

type Parts = {
  socket: LiveSocket
  topics: Topics
  desk: OperatorDesk
  /** What they say is said in their name. */
  caller: Caller
  reach: Reach
  /** Random for each start of the manager: a client that sees another one knows of the restart. */
  epoch: string
  /** Of the request that opened the socket; problems carry it. */
  requestId: string
  /** Names any error as a problem, and writes down the unforeseen ones. */
  toProblem: (error: unknown) => ApiError
}

/** The talk with one client of the live feed. */
export class LiveSession {
  readonly #parts: Parts
  readonly #subscriptions = new Map<string, Subscription>()

  constructor(parts: Parts) {
    this.#parts = parts
    const { socket, topics, epoch } = parts
    socket.send({ type: 'hello', version: 1, epoch, seq: topics.seq })
  }

  /** One message of the client. What makes no sense is answered with a problem; the talk goes on. */
  receive(text: string): void {
    let value: unknown
    try {
      value = parseJson(text)
      this.#obey(parseClientMessage(value))
    } catch (error) {
      this.#tell(error, subscriptionIdOf(value))
    }
  }

  end(): void {
    for (const subscription of this.#subscriptions.values()) subscription.end()
    this.#subscriptions.clear()
  }

  #obey(message: ClientMessage): void {
    switch (message.op) {
      case 'subscribe':
        return this.#subscribe(message)
      case 'send':
        return void this.#say(message)
      case 'unsubscribe':
        return this.#unsubscribe(message.id)
      case 'ping':
        return this.#parts.socket.send({ type: 'pong' })
    }
  }

  #subscribe(message: Subscribe): void {
    const { id } = message
    if (this.#subscriptions.has(id)) {
      throw invalid([
        { path: '/id', message: `${JSON.stringify(id)} is subscribed already: take another id` },
      ])
    }
    if (this.#subscriptions.size >= MOST_SUBSCRIPTIONS) {
      throw new ApiError(
        'invalid-state',
        `A socket has ${MOST_SUBSCRIPTIONS} subscriptions at most: end one first.`,
      )
    }
    this.#follow(message)
  }

  #follow(message: Subscribe): void {
    const { socket, topics, caller } = this.#parts
    const { id } = message
    const scope = caller.services
    if (message.topic === 'journal') {
      const subscription = topics.followJournal(new SocketReader(id, socket), message, scope)
      this.#subscriptions.set(id, subscription)
      void subscription.start().catch((error: unknown) => this.#fail(id, error))
      return
    }
    const subscription = topics.follow(socket, message, scope)
    this.#subscriptions.set(id, subscription)
    subscription.start()
  }

  async #say(message: Send): Promise<void> {
    const { socket, desk, caller, reach } = this.#parts
    const words = { data: Buffer.from(message.text), operator: caller.name }
    try {
      if (!hasRole(caller.role, 'operator')) throw mayNotSpeak(caller)
      if ('serviceId' in message) reach.insistOnService(message.serviceId)
      else await reach.insistOnConnection(message.connectionId)
      const receipt = await ('serviceId' in message
        ? desk.sayToAll(message.serviceId, words)
        : desk.say(message.connectionId, words))
      socket.send({ type: 'sent', id: message.id, ...receipt })
    } catch (error) {
      this.#tell(error, message.id)
    }
  }

  #unsubscribe(id: string): void {
    this.#subscriptions.get(id)?.end()
    this.#subscriptions.delete(id)
  }

  /** A subscription that cannot go on ends, so that the client may begin it again. */
  #fail(id: string, error: unknown): void {
    this.#unsubscribe(id)
    this.#tell(error, id)
  }

  #tell(error: unknown, id: string | null): void {
    const { socket, requestId, toProblem } = this.#parts
    socket.sendProblem(id, presentProblem(toProblem(error), requestId))
  }
}

const mayNotSpeak = ({ role }: Caller) =>
  new ApiError(
    'forbidden',
    `Speaking to callers takes the role operator, and yours is ${role}: ask an admin.`,
  )
