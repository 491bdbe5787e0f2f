import { connect } from 'node:net'

/** Connects so many times a second and goes at once: two entries each. Tells each port with the time, Unix ms. */
export class Visitors {
  readonly #port: number
  readonly #onConnect: (port: number, at: number) => void
  readonly #timer: NodeJS.Timeout
  readonly #began = performance.now()
  #made = 0
  #gone = 0

  constructor(port: number, perSecond: number, onConnect: (port: number, at: number) => void = () => {}) {
    this.#port = port
    this.#onConnect = onConnect
    this.#timer = setInterval(() => {
      const due = ((performance.now() - this.#began) / 1000) * perSecond
      while (this.#made < due) this.#visit()
    }, 5)
  }

  /** Resolves with how many there were, and with the entries they made a second, when the last one has gone. */
  async stop(): Promise<{ visits: number; entriesPerSecond: number }> {
    clearInterval(this.#timer)
    const seconds = (performance.now() - this.#began) / 1000
    while (this.#gone < this.#made) await new Promise((resolve) => setTimeout(resolve, 5))
    return { visits: this.#made, entriesPerSecond: (2 * this.#made) / seconds }
  }

  #visit(): void {
    this.#made++
    const socket = connect(this.#port, '127.0.0.1')
    socket.on('connect', () => {
      this.#onConnect(socket.localPort ?? 0, now())
      socket.end()
    })
    socket.on('close', () => this.#gone++)
    socket.resume()
  }
}

/** The wall clock in milliseconds and their fractions. */
export const now = () => performance.timeOrigin + performance.now()
