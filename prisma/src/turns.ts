/** One after the other: on a connection that all share, a transaction must not meet strangers. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs `work` once all that came before is over, and answers what it answers. */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}
