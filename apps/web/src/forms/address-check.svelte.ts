import type { AddressCheck, AddressCheckInput } from '@switchboard/contract'
import { checkAddress } from '../api/addresses.ts'

const SETTLED_MS = 300

/** What the machine says to an address that somebody types, a moment after the last key. */
export class TypedAddress {
  /** null: it is free, or not known. */
  refusal = $state.raw<AddressCheck | null>(null)

  /** Asks for it; null asks for nothing. Returns how to stop: call it in an effect. */
  ask(input: AddressCheckInput | null): (() => void) | undefined {
    this.refusal = null
    if (input === null) return undefined
    const given = new AbortController()
    const timer = setTimeout(() => void this.#check(input, given.signal), SETTLED_MS)
    return () => {
      clearTimeout(timer)
      given.abort()
    }
  }

  /** A hint: where it cannot be had, the start tells. */
  async #check(input: AddressCheckInput, signal: AbortSignal): Promise<void> {
    const check = await checkAddress(input, signal).catch(() => null)
    if (!signal.aborted) this.refusal = check?.free === false ? check : null
  }
}
