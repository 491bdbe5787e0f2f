import { SharedTail } from './shared-tail.ts'

/** Entries for one message. `seq`: whoever has it knows of everything up to there. */
export type Portion = { tail: SharedTail; seq: number }

/** A message's end with these entries, each as JSON. */
export function portionOf(entries: string[], seq: number): Portion {
  return { tail: new SharedTail(`"seq":${seq},"entries":[${entries.join(',')}]}`), seq }
}

/** Of a message's entries together; one entry may be longer. */
const MOST_CHARACTERS = 64 * 1024
const MOST_ENTRIES = 500

/** Divides entries, each as JSON, so that no message is large. After the last one everything up to `upTo` is known. */
export function portionsOf(entries: readonly { seq: number; json: string }[], upTo: number): Portion[] {
  const portions: Portion[] = []
  let texts: string[] = []
  let length = 0
  entries.forEach(({ seq, json }, at) => {
    texts.push(json)
    length += json.length
    const next = entries[at + 1]
    if (next && texts.length < MOST_ENTRIES && length + next.json.length <= MOST_CHARACTERS) return
    portions.push(portionOf(texts, next ? seq : upTo))
    texts = []
    length = 0
  })
  return portions
}
