import type { MessageReceipt } from '@switchboard/contract'
import {
  OPERATOR_MESSAGE_BYTES,
  type ConnectionRecord,
  type OperatorMessage,
  type SayOutcome,
  type ServiceManager,
} from '@switchboard/netcore'
import type { Store } from '@switchboard/store'
import { ApiError } from '../../problem.ts'
import { noConnection } from '../connections/no-connection.ts'
import type { ServiceRegistry } from '../services/service-registry.ts'
import type { Unread } from './unread.ts'

type Words = Pick<OperatorMessage, 'data' | 'operator'>

type Parts = {
  manager: ServiceManager
  services: ServiceRegistry
  connections: Store['connections']
  unread: Unread
}

/** Where operators speak to callers, by REST and by the live feed. */
export class OperatorDesk {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Throws `not-found`, `invalid-state`, `payload-too-large` or `overloaded`. */
  async say(connectionId: string, words: Words): Promise<MessageReceipt> {
    checkLength(words)
    const outcome = await this.#parts.manager.say(connectionId, { ...words, toAll: false })
    if (outcome !== 'sent') throw await this.#unsaid(connectionId, outcome)
    return { sent: 1, slow: 0, withheld: 0 }
  }

  /** Speaks to every open connection of a service. Throws `not-found`, `invalid-state` or `payload-too-large`. */
  async sayToAll(serviceId: string, words: Words): Promise<MessageReceipt> {
    checkLength(words)
    const { settings } = this.#parts.services.get(serviceId)
    if (this.#parts.unread.ofService(settings) === null) throw mute(settings.protocol)
    const tally = await this.#parts.manager.sayToAll(serviceId, { ...words, toAll: true })
    const { sent = 0, slow = 0, busy = 0, withheld = 0 } = tally
    return { sent, slow: slow + busy, withheld }
  }

  async #unsaid(connectionId: string, outcome: Exclude<SayOutcome, 'sent'>): Promise<ApiError> {
    switch (outcome) {
      case 'slow':
        return tooBusy(`Connection ${connectionId} still has earlier bytes to take: try again.`)
      case 'busy':
        return tooBusy('The journal is behind with what was said: try again.')
      case 'withheld':
        return new ApiError('invalid-state', WITHHELD)
      case 'closed':
      case 'mute':
        return await this.#untold(connectionId)
    }
  }

  async #untold(connectionId: string): Promise<ApiError> {
    const row = await this.#parts.connections.get(connectionId)
    if (!row) return noConnection(connectionId)
    return this.#parts.unread.of(row) === null ? mute(row.protocol) : closed(row)
  }
}

const WITHHELD =
  'A UDP caller can be forged, so it is sent 16 messages and 64 KiB at most for each datagram of its own, 65,507 bytes ' +
  'at once, and nothing if its address may answer by itself: wait until it writes again.'

function checkLength({ data }: Words): void {
  if (data.length <= OPERATOR_MESSAGE_BYTES) return
  throw new ApiError(
    'payload-too-large',
    `The message has ${data.length} bytes; at most ${OPERATOR_MESSAGE_BYTES} are allowed: send it in pieces.`,
  )
}

const tooBusy = (message: string) => new ApiError('overloaded', message, {}, 1)

const mute = (protocol: string) =>
  new ApiError('invalid-state', `The protocol ${protocol} lets no operator speak: use a chat service.`)

function closed({ id, closeReason }: ConnectionRecord): ApiError {
  const why = closeReason === null ? 'it ends just now, or has not passed the challenge' : closeReason
  return new ApiError('invalid-state', `Connection ${id} takes no messages (${why}).`)
}
