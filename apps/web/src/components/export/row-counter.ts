export type ExportFormat = 'csv' | 'ndjson'

const LINE_END = 0x0a
const QUOTE = 0x22

/** Counts the rows of an export as its bytes come in. A line end between quotes of CSV ends no row. */
export class RowCounter {
  readonly #format: ExportFormat
  #lines = 0
  #isQuoted = false

  constructor(format: ExportFormat) {
    this.#format = format
  }

  /** Without the header line. */
  get rows(): number {
    return this.#format === 'csv' ? Math.max(0, this.#lines - 1) : this.#lines
  }

  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === QUOTE && this.#format === 'csv') this.#isQuoted = !this.#isQuoted
      else if (byte === LINE_END && !this.#isQuoted) this.#lines++
    }
  }
}
