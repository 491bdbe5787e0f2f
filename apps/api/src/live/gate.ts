/** Lets so many at a time do their work; the others wait in line. */
export class Gate {
  readonly #room: number
  readonly #line: (() => void)[] = []
  #inside = 0

  constructor(room: number) {
    this.#room = room
  }

  async pass<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#inside === this.#room) await new Promise<void>((resolve) => this.#line.push(resolve))
    else this.#inside += 1
    try {
      return await work()
    } finally {
      const next = this.#line.shift()
      if (next) next()
      else this.#inside -= 1
    }
  }
}
