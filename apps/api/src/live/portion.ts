import { SharedTail } from './shared-tail.ts'

/** An entry and its JSON. */
export type EntryText = { seq: number; json: string }

/** Entries that go out together. `seq`: whoever has them knows of everything up to there. Rendered once for all readers. */
export class Portion {
  readonly seq: number
  readonly #entries: readonly EntryText[]
  #tail: SharedTail | undefined
  #events: Buffer | undefined

  constructor(entries: readonly EntryText[], seq: number) {
    this.#entries = entries
    this.seq = seq
  }

  /** The end of a message of the WebSocket. */
  get tail(): SharedTail {
    const entries = () => this.#entries.map(({ json }) => json).join(',')
    return (this.#tail ??= new SharedTail(`"seq":${this.seq},"entries":[${entries()}]}`))
  }

  /** One event for each entry; without entries only the id, which tells a client's next request how far it has come. */
  get events(): Buffer {
    const events = this.#entries.map(({ seq, json }) => `id: ${seq}\nevent: entry\ndata: ${json}\n\n`)
    return (this.#events ??= Buffer.from(events.join('') || `id: ${this.seq}\n\n`))
  }
}

/** Of a message's entries together; one entry may be longer. */
const MOST_CHARACTERS = 64 * 1024
const MOST_ENTRIES = 500

/** Divides entries so that no message is large. After the last portion everything up to `upTo` is known. */
export function portionsOf(entries: readonly EntryText[], upTo: number): Portion[] {
  const portions: Portion[] = []
  let some: EntryText[] = []
  let length = 0
  entries.forEach((entry, at) => {
    some.push(entry)
    length += entry.json.length
    const next = entries[at + 1]
    if (next && some.length < MOST_ENTRIES && length + next.json.length <= MOST_CHARACTERS) return
    portions.push(new Portion(some, next ? entry.seq : upTo))
    some = []
    length = 0
  })
  return portions
}
