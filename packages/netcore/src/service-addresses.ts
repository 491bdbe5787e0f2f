import { formatAddress, type AddressOwner, type Endpoint, type ListenAddress } from './address.ts'
import type { AddressFailure, BindOutcome } from './binding.ts'
import { NetcoreError } from './errors.ts'

/** The addresses of one service: those it listens on, and those it could not have, each with the reason. */
export class ServiceAddresses {
  readonly #ownerOf: (address: ListenAddress) => AddressOwner | undefined
  #endpoints: Endpoint[] = []
  #failures: AddressFailure[] = []

  constructor(ownerOf: (address: ListenAddress) => AddressOwner | undefined) {
    this.#ownerOf = ownerOf
  }

  /** Another array whenever they change, and only then: each is announced to all engines. */
  get endpoints(): Endpoint[] {
    return this.#endpoints
  }

  get failures(): AddressFailure[] {
    return this.#failures
  }

  /** Those to be tried again. */
  get missing(): ListenAddress[] {
    return this.#failures.map(({ address }) => address)
  }

  /** All that were wanted; where port 0 was, the port it became. */
  get wanted(): ListenAddress[] {
    return [...this.#endpoints, ...this.missing]
  }

  /** What became of a start, or of trying the missing ones again. */
  bound({ endpoints, failures }: BindOutcome): void {
    if (endpoints.length > 0) this.#endpoints = [...this.#endpoints, ...endpoints]
    this.#failures = failures.map((failure) => this.#withOwner(failure))
  }

  /** Not one could be bound: the first failure as an error. */
  problem(): NetcoreError | undefined {
    const [first] = this.#failures
    if (!first || this.#endpoints.length > 0) return undefined
    const { code, message, address, owner } = first
    return new NetcoreError(code, message, { address, ...(owner && { owner }) })
  }

  /** Nothing is bound any more; why some never were is still to be told. */
  released(): void {
    if (this.#endpoints.length > 0) this.#endpoints = []
  }

  /** Begins anew. */
  clear(): void {
    this.released()
    this.#failures = []
  }

  /** For the journal. */
  detail(): { endpoints: string[]; failures?: string[] } {
    const failures = this.#failures.map(({ message }) => message)
    return { endpoints: this.#endpoints.map(formatAddress), ...(failures.length > 0 && { failures }) }
  }

  #withOwner(failure: AddressFailure): AddressFailure {
    const owner = failure.code === 'address-in-use' ? this.#ownerOf(failure.address) : undefined
    if (!owner) return failure
    return { ...failure, owner, message: `${failure.message} It is held by the service "${owner.name}".` }
  }
}
