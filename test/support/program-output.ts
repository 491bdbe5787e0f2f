import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'

const patienceMs = 60_000

/** What a program has printed so far, on both of its channels, and a way to wait for more. */
export class ProgramOutput {
  text = ''
  readonly #changes = new EventEmitter()
  #closed = false

  constructor(child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.text += chunk
        this.#changes.emit('change')
      })
    }
    child.once('close', () => {
      this.#closed = true
      this.#changes.emit('change')
    })
  }

  /** The first match of a pattern. Rejects when the program ends, or a minute passes, without one. */
  async waitFor(pattern: RegExp): Promise<RegExpExecArray> {
    const signal = AbortSignal.timeout(patienceMs)
    for (;;) {
      const match = pattern.exec(this.text)
      if (match) return match
      if (this.#closed) throw new Error(`The program ended without printing ${pattern}:\n${this.text}`)
      await once(this.#changes, 'change', { signal })
    }
  }
}
