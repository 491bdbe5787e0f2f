import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { ProgramOutput } from './program-output.ts'

/** `nc 127.0.0.1 <port>` with somebody at its keyboard. */
export class Conversation {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #output: ProgramOutput

  constructor(port: number) {
    this.#child = spawn('nc', ['127.0.0.1', String(port)], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#output = new ProgramOutput(this.#child)
    onTestFinished(() => void this.#child.kill())
  }

  type(text: string | Buffer): void {
    this.#child.stdin.write(text)
  }

  /** Waits until nc has printed it. */
  async reads(pattern: RegExp): Promise<void> {
    await this.#output.waitFor(pattern)
  }
}
