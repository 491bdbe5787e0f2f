import type { ByteReader, Connection } from '@switchboard/netcore'
import { parseHeader, type Header } from './header.ts'
import type { FileTransferOptions } from './options.ts'
import { Patience } from './patience.ts'
import { Refusal } from './refusal.ts'

const LONGEST_HEADER = 8192
const LENGTH_BYTES = 4

/** What is said on a connection: headers and bodies from the peer, replies to it. */
export class Dialogue {
  readonly connection: Connection
  readonly options: FileTransferOptions
  readonly #reader: ByteReader
  readonly #patience = new Patience()

  constructor(connection: Connection, options: FileTransferOptions) {
    this.connection = connection
    this.options = options
    this.#reader = connection.bytes()
  }

  /** The next header; undefined when the peer has ended its side instead. Throws Refusal. */
  async header(): Promise<Header | undefined> {
    const first = await this.#reader.atMost(LENGTH_BYTES)
    if (!first) return undefined
    this.#patience.within(this.options.headerTimeoutMs, 'the header')
    try {
      const length = this.#length(await this.#complete([first], LENGTH_BYTES))
      return parseHeader(await this.#complete([], length))
    } finally {
      this.#patience.end()
    }
  }

  /** The bytes of a file as they come, `bytes` in all; `soFar` tells how many have come. Throws Refusal when they do not. */
  async *body(bytes: number, soFar: () => number): AsyncGenerator<Buffer> {
    const { minBytesPerSecond, rateWindowMs } = this.options
    this.#patience.atLeast(minBytesPerSecond, rateWindowMs, soFar)
    try {
      for (let missing = bytes; missing > 0;) {
        const piece = await this.#patience.wait(this.#reader.atMost(missing))
        if (!piece) throw incomplete(`${missing} bytes before the end of the file`)
        missing -= piece.length
        yield piece
      }
    } finally {
      this.#patience.end()
    }
  }

  /** Sends a reply: its length, and JSON in UTF-8. */
  async reply(content: Record<string, unknown>): Promise<void> {
    const json = Buffer.from(JSON.stringify(content))
    const length = Buffer.alloc(LENGTH_BYTES)
    if (this.options.headerEndian === 'big') length.writeInt32BE(json.length)
    else length.writeInt32LE(json.length)
    await this.connection.send(Buffer.concat([length, json]))
  }

  #length(bytes: Buffer): number {
    const length = this.options.headerEndian === 'big' ? bytes.readInt32BE() : bytes.readInt32LE()
    if (length > 0 && length <= LONGEST_HEADER) return length
    throw new Refusal(
      'header-length',
      `the header's length is ${length}: 1 to ${LONGEST_HEADER} is allowed, ${this.options.headerEndian}-endian`,
    )
  }

  async #complete(pieces: Buffer[], bytes: number): Promise<Buffer> {
    let missing = bytes - pieces.reduce((sum, piece) => sum + piece.length, 0)
    while (missing > 0) {
      const piece = await this.#patience.wait(this.#reader.atMost(missing))
      if (!piece) throw incomplete(`${missing} bytes before the end of the header`)
      pieces.push(piece)
      missing -= piece.length
    }
    return Buffer.concat(pieces)
  }
}

const incomplete = (where: string) => new Refusal('incomplete', `the peer ended ${where}: send it whole`)
