import type { Service } from '@switchboard/contract'
import { services } from '../../live/index.ts'
import type { BulkKind } from './bulk-words.ts'
import { inLanes } from './in-lanes.ts'

export type BulkFailure = { id: string; name: string; error: unknown }

/** Browsers open six connections to one host; two are left for everything else. */
const LANES = 4

/** One piece of work on many services: how far it is, and where it failed. */
export class BulkRun {
  readonly kind: BulkKind
  total = $state(0)
  done = $state(0)
  busy = $state(false)
  cancelled = $state(false)
  failures = $state.raw<readonly BulkFailure[]>([])
  readonly succeeded = $derived(this.done - this.failures.length)
  #call: (service: Service) => Promise<unknown>

  constructor(kind: BulkKind, call: (service: Service) => Promise<unknown>) {
    this.kind = kind
    this.#call = call
  }

  async run(wanted: readonly Pick<Service, 'id' | 'name'>[]): Promise<void> {
    this.total = wanted.length
    this.done = 0
    this.failures = []
    this.cancelled = false
    this.busy = true
    await inLanes(wanted, {
      lanes: LANES,
      work: ({ id }) => this.#work(id),
      settled: (service, error) => this.#settled(service, error),
      cancelled: () => this.cancelled,
    })
    this.busy = false
  }

  /** What failed, again. */
  retry(): Promise<void> {
    return this.run(this.failures)
  }

  /** What has begun is finished. */
  cancel(): void {
    this.cancelled = true
  }

  /** As the service is now; somebody else may have deleted it, and then nothing is left to do. */
  async #work(id: string): Promise<void> {
    const service = services.get(id)
    if (service) await this.#call(service)
  }

  #settled({ id, name }: Pick<Service, 'id' | 'name'>, error: unknown): void {
    this.done += 1
    if (error !== null) this.failures = [...this.failures, { id, name, error }]
  }
}
