import type { OutgoingHttpHeader, ServerResponse } from 'node:http'
import type { Problem } from '@switchboard/contract'
import { Backlog } from './backlog.ts'
import type { JournalReader } from './journal-reader.ts'
import type { Portion } from './portion.ts'

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  /** nginx would gather the events. */
  'x-accel-buffering': 'no',
}

const END_GRACE_MS = 1000

type Parts = {
  response: ServerResponse
  headers: Record<string, OutgoingHttpHeader | undefined>
  /** Milliseconds between two comments, which keep proxies from thinking that it is dead. */
  heartbeatMs: number
}

/** A reader of the journal by server-sent events. Nothing is sent before `begin`. */
export class EventStream implements JournalReader {
  readonly #parts: Parts
  readonly #backlog: Backlog

  constructor(parts: Parts) {
    this.#parts = parts
    this.#backlog = new Backlog(() => parts.response.writableLength)
  }

  get isSlow(): boolean {
    return this.#backlog.isSlow
  }

  whenKeepingUp(): Promise<void> {
    return this.#backlog.whenKeepingUp()
  }

  begin(from: number): void {
    const { response, headers, heartbeatMs } = this.#parts
    const heartbeat = setInterval(() => this.#beat(), heartbeatMs).unref()
    response.on('close', () => {
      clearInterval(heartbeat)
      this.#backlog.release()
    })
    for (const [name, value] of Object.entries({ ...headers, ...HEADERS }))
      if (value !== undefined) response.setHeader(name, value)
    this.#write(`: entries from ${from} on\n\n`)
  }

  tell({ events }: Portion): void {
    this.#write(events)
  }

  miss(from: number, to: number): void {
    this.#write(`id: ${to}\nevent: gap\ndata: ${JSON.stringify({ from, to })}\n\n`)
  }

  fail(problem: Problem): void {
    this.#write(`event: problem\ndata: ${JSON.stringify(problem)}\n\n`)
    this.end()
  }

  /** What waits is sent, if it is taken soon. */
  end(): void {
    const { response } = this.#parts
    response.end()
    setTimeout(() => response.destroy(), END_GRACE_MS).unref()
  }

  #write(chunk: string | Buffer): void {
    const { response } = this.#parts
    if (response.writableEnded || response.destroyed) return
    response.write(chunk, () => this.#backlog.moved())
  }

  /** One that does not read is cut by the server when nothing has moved for some time. */
  #beat(): void {
    if (!this.isSlow) this.#write(':\n\n')
  }
}
