import { RestartPolicy, type Failure, type RestartSettings } from './restart-policy.ts'

/** Carries out the next start by itself, when the restart policy has one. */
export class RestartTimer {
  readonly #policy = new RestartPolicy()
  #timer: NodeJS.Timeout | undefined
  #at: number | null = null

  /** When it happens, in milliseconds since the epoch; null: it will not. */
  get at(): number | null {
    return this.#at
  }

  /** A start happens, whoever asked for it: there is no need of another. */
  started(): void {
    this.cancel()
    this.#policy.started(performance.now())
  }

  /** Somebody asked for the start: what went wrong before does not count any more. */
  reset(): void {
    this.#policy.reset()
  }

  /** Answers in how many milliseconds `order` will be carried out; null: the restart policy says never. */
  after(failure: Failure, settings: RestartSettings, order: () => unknown): number | null {
    this.cancel()
    const delayMs = this.#policy.next(failure, settings, performance.now())
    if (delayMs === null) return null
    this.#at = Date.now() + delayMs
    this.#timer = setTimeout(() => {
      this.#at = null
      order()
    }, delayMs)
    return delayMs
  }

  cancel(): void {
    clearTimeout(this.#timer)
    this.#at = null
  }
}
