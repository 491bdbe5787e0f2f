import { ApiError } from '../problem.ts'
import { addressKey } from './address-key.ts'
import { hashOf } from './secret.ts'
import { Throttle } from './throttle.ts'

const HOUR_MS = 3_600_000

/** A try to sign in: the account it is for, where it comes from, and the device if the account was used there before. */
export type Try = { username: string; address: string; device: string | null }

/**
 * Who guesses passwords is slowed down; whoever knows theirs is not locked out.
 *
 *     device known to the account ─▶ ten tries, then one every 6 s, all its own
 *     any other ─▶ address: ten tries, then one every 6 s
 *              ─▶ address for this account: its first three tries in a day are free of the account's limit
 *              ─▶ account, all such addresses together: thirty tries, then one every 36 s, which is 100 an hour
 *
 * A try is taken before the password is looked at, so that a hundred at once are no way around it, and given back when it
 * was right. Unknown accounts are counted the same way. Only the socket's address counts: headers can say anything.
 */
export class SignInThrottle {
  readonly #devices = new Throttle({ burst: 10, refillMs: 6_000 })
  readonly #addresses = new Throttle({ burst: 10, refillMs: 6_000 })
  readonly #secrets = new Throttle({ burst: 10, refillMs: 6_000 })
  readonly #firstTries = new Throttle({ burst: 3, refillMs: 8 * HOUR_MS })
  readonly #accounts = new Throttle({ burst: 30, refillMs: 36_000 })

  /** Answers how to give the try back. Throws `rate-limited`. */
  take({ username, address, device }: Try): () => void {
    if (device !== null) return takeAll([[this.#devices, device]])
    const account = hashOf(username.toLowerCase())
    const from = addressKey(address)
    const first = `${account} ${from}`
    const isAmongFirst = this.#firstTries.wait(first) === 0
    return takeAll([
      [this.#addresses, from],
      isAmongFirst ? [this.#firstTries, first] : [this.#accounts, account],
    ])
  }

  /** A wrong token or setup code: nobody finds one by trying, so this only spares the log. Throws `rate-limited`. */
  fail(address: string): void {
    takeAll([[this.#secrets, addressKey(address)]])
  }

  /** A password that a signed-in user has to give again. Answers how to give the try back. Throws `rate-limited`. */
  confirm(userId: string): () => void {
    return takeAll([[this.#devices, userId]])
  }
}

function takeAll(limits: [Throttle, string][]): () => void {
  const wait = Math.max(...limits.map(([throttle, key]) => throttle.wait(key)))
  if (wait > 0) throw new ApiError('rate-limited', `Too many wrong tries: try again in ${wait} s.`, {}, wait)
  for (const [throttle, key] of limits) throttle.take(key)
  return () => limits.forEach(([throttle, key]) => throttle.giveBack(key))
}
