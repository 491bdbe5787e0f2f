import type { ClientSendInput, ClientSendResult } from '@switchboard/contract'
import type { PortAddress } from '@switchboard/netcore'
import { ApiError } from '../problem.ts'
import type { ConfiguredService } from '../resources/services/service-registry.ts'
import { readTalk } from './talk-input.ts'
import { talk } from './talk.ts'
import { targetOf } from './target.ts'

/** Each may hold a mebibyte in both directions. */
const MOST_AT_ONCE = 8

/** Talks to our own services, and to nothing else, with a bound on how many talks go on at once. */
export class TestClient {
  #running = 0

  /**
   * Throws `invalid-state`, `validation-failed`, `payload-too-large`, `address-not-available`, `address-not-permitted` or
   * `overloaded`. `own`: where the manager itself listens. `signal` hangs up.
   */
  async send(
    service: ConfiguredService,
    input: ClientSendInput,
    { own, signal }: { own: readonly PortAddress[]; signal: AbortSignal },
  ): Promise<ClientSendResult> {
    if (this.#running >= MOST_AT_ONCE)
      throw new ApiError(
        'overloaded',
        `${MOST_AT_ONCE} talks of the test client go on: try again in a moment.`,
        {},
        1,
      )
    this.#running += 1
    try {
      const target = await targetOf(service, input.endpoint ?? 0, own)
      return await talk(target, readTalk(input, target.transport), signal)
    } finally {
      this.#running -= 1
    }
  }
}
