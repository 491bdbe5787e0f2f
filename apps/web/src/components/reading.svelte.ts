import { Attempt } from './attempt.svelte.ts'

/** One thing of the API that a screen shows. */
export class Reading<Value> extends Attempt {
  /** As it was read last; null: not yet. */
  value = $state.raw<Value | null>(null)
  readonly #read: () => Promise<Value>

  constructor(read: () => Promise<Value>) {
    super()
    this.#read = read
  }

  readonly load = () => this.run(async () => (this.value = await this.#read()))
}
