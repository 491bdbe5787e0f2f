import type { Caller } from './caller.ts'

/** Of what runs out by itself; what is taken away is looked for at once. */
const LOOK_MS = 500

type Visit = { caller: Caller; showOut: () => void }

/** Answers and live sockets that take their time. Who loses the right to be here is shown out, within half a second. */
export class Visits {
  readonly #visits = new Set<Visit>()
  readonly #isWelcome: (caller: Caller) => boolean
  readonly #timer: NodeJS.Timeout

  constructor(isWelcome: (caller: Caller) => boolean) {
    this.#isWelcome = isWelcome
    this.#timer = setInterval(() => this.look(), LOOK_MS).unref()
  }

  /** `showOut` is called once, when the caller is not welcome any more. Answers what to call when it has gone itself. */
  enter(caller: Caller, showOut: () => void): () => void {
    const visit = { caller, showOut }
    this.#visits.add(visit)
    return () => void this.#visits.delete(visit)
  }

  look(): void {
    for (const visit of this.#visits) {
      if (this.#isWelcome(visit.caller)) continue
      this.#visits.delete(visit)
      visit.showOut()
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
