import type { Writable } from 'node:stream'
import { once } from 'node:events'
import { styleText } from 'node:util'
import type { Style } from './style.ts'
import { formatTable, type Column } from './table.ts'
import { visibleJson, visibleLines } from './visible.ts'

type Output = Writable & { isTTY?: boolean; columns?: number }

/** Where the command writes: results to one stream, everything else to another. */
export class Screen {
  readonly #out: Output
  readonly #err: Output
  readonly #decoder = new TextDecoder()

  constructor(out: Output, err: Output) {
    this.#out = out
    this.#err = err
    // `switchboard logs | head`: nobody reads on, so there is nothing left to do.
    out.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
    })
  }

  get isTerminal(): boolean {
    return this.#out.isTTY === true
  }

  /** The text in a style, where the output is a terminal and NO_COLOR is not set. */
  paint(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#out })
  }

  /** Resolves when the reader has taken it. The text has to be visible already. */
  async line(text: string): Promise<void> {
    await this.bytes(`${text}\n`)
  }

  async bytes(bytes: string | Uint8Array): Promise<void> {
    if (!this.#out.write(bytes)) await once(this.#out, 'drain')
  }

  /** A piece of a text from elsewhere: as it is for a program, made visible for people. */
  async text(bytes: Uint8Array): Promise<void> {
    await this.bytes(this.isTerminal ? visibleLines(this.#decoder.decode(bytes, { stream: true })) : bytes)
  }

  async json(value: unknown): Promise<void> {
    await this.line(visibleJson(value, 2))
  }

  /** One line of NDJSON. */
  async jsonLine(value: unknown): Promise<void> {
    await this.line(visibleJson(value))
  }

  async table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Promise<void> {
    for (const [index, line] of formatTable(columns, rows, (style, text) =>
      this.paint(style, text),
    ).entries())
      await this.line(index === 0 ? this.paint('bold', line) : line)
  }

  /** A remark that is not part of the result. */
  note(text: string): void {
    this.#err.write(`${visibleLines(text)}\n`)
  }
}
