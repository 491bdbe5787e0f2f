import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JournalEntry } from '@switchboard/contract'
import { onTestFinished } from 'vitest'

/** A delivery as it arrived. */
export type Arrival = { headers: IncomingHttpHeaders; body: string }

/** Somebody whom webhooks tell of entries. Gone after the test. */
export class Receiver {
  readonly arrivals: Arrival[] = []
  /** What it answers: a status, or in its own way. */
  answer: number | RequestListener = 204
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      this.arrivals.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      if (typeof this.answer === 'number') response.writeHead(this.answer).end()
      else this.answer(request, response)
    })
  })

  static async open(host = '127.0.0.1', port = 0): Promise<Receiver> {
    const receiver = new Receiver()
    receiver.#server.listen(port, host)
    await once(receiver.#server, 'listening')
    onTestFinished(() => receiver.close())
    return receiver
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`
  }

  /** All entries that arrived, in the order of their arrival. */
  get entries(): JournalEntry[] {
    return this.arrivals.flatMap(({ body }) => (JSON.parse(body) as { entries: JournalEntry[] }).entries)
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
