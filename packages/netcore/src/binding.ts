import type { AddressOwner, Endpoint, ListenAddress } from './address.ts'
import { NetcoreError, type NetcoreErrorCode } from './errors.ts'

/**
 * `alone`: no other socket may have the address. `first`: the address is to be shared with further engines, and has to
 * be free now. `join`: another engine of ours has it, and shares it (`SO_REUSEPORT`, socket(7)).
 */
export type Sharing = 'alone' | 'first' | 'join'

/** An address a service could not listen on. */
export type AddressFailure = {
  address: ListenAddress
  code: NetcoreErrorCode
  message: string
  /** The service of ours that holds the address. */
  owner?: AddressOwner
}

/** What became of the addresses of a service. */
export type BindOutcome = { endpoints: Endpoint[]; failures: AddressFailure[] }

/** Tries every address and tells what became of each. Errors that are not about an address are thrown. */
export async function bindAll<Bound extends { endpoint: Endpoint }>(
  addresses: ListenAddress[],
  bind: (address: ListenAddress) => Promise<Bound>,
): Promise<{ bound: Bound[]; failures: AddressFailure[] }> {
  const outcomes = await Promise.allSettled(addresses.map(bind))
  const bound = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const failures = outcomes.flatMap((outcome, index) => {
    const address = addresses[index]
    return outcome.status === 'rejected' && address ? [failureOf(address, outcome.reason)] : []
  })
  return { bound, failures }
}

function failureOf(address: ListenAddress, reason: unknown): AddressFailure {
  if (reason instanceof NetcoreError) return { address, code: reason.code, message: reason.message }
  throw reason
}
