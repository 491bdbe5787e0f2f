import { readFile } from 'node:fs/promises'
import { LineCounter, parseDocument, type Document, type Node } from 'yaml'
import type { Cli } from '../cli.ts'
import { UsageFailure } from '../failure.ts'
import { readAll } from './standard-input.ts'

/** A YAML or JSON file, and where in it things are. */
export class InputDocument {
  readonly #name: string
  readonly #document: Document
  readonly #lines: LineCounter

  constructor(name: string, text: string) {
    this.#name = name
    this.#lines = new LineCounter()
    this.#document = parseDocument(text, { lineCounter: this.#lines, merge: true })
    const [error] = this.#document.errors
    if (error) throw new UsageFailure(`${name}: ${error.message}`)
  }

  /** `-` is standard input. */
  static async read(cli: Cli, path: string): Promise<InputDocument> {
    if (path === '-') return new InputDocument('standard input', await readAll(cli.stdin))
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new UsageFailure(`${path} cannot be read: ${error.message}.`)
    })
    return new InputDocument(path, text)
  }

  /** Throws a UsageFailure when aliases would make gigabytes of it. */
  get value(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: 100 }) as unknown
    } catch (error) {
      throw new UsageFailure(`${this.#name}: ${error instanceof Error ? error.message : String(error)}.`)
    }
  }

  /** `services.yaml:7:5` for a path such as `['services', 0, 'listen']`: as near to it as the file goes. */
  place(path: readonly (string | number)[]): string {
    for (let length = path.length; length > 0; length -= 1) {
      const node = this.#document.getIn(path.slice(0, length), true) as Node | undefined
      if (!node?.range) continue
      const { line, col } = this.#lines.linePos(node.range[0])
      return `${this.#name}:${line}:${col}`
    }
    return this.#name
  }
}
