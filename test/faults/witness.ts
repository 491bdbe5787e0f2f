import type { JournalEntry, ServerMessage } from '@switchboard/contract'
import { WebSocket } from 'ws'
import type { Manager } from '../support/manager.ts'

/** Somebody who watches the live feed and remembers every entry that was shown, over any number of managers. */
export class Witness {
  readonly shown = new Map<number, JournalEntry>()
  /** Numbers that were given to two different entries. */
  readonly repeated: number[] = []

  /** Follows the journal from here on, until the manager is gone. */
  watch({ url, rest: { headers } }: Manager): void {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, { headers })
    socket.on('error', () => undefined) // the manager was killed
    socket.on('open', () => {
      socket.send(JSON.stringify({ op: 'subscribe', id: 'witness', topic: 'journal', since: this.#newest() }))
    })
    socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString()) as ServerMessage))
  }

  /** Those of the shown entries that the journal does not have, or has otherwise. */
  missing(journal: JournalEntry[]): JournalEntry[] {
    const onRecord = new Map(journal.map((entry) => [entry.seq, JSON.stringify(entry)]))
    return [...this.shown.values()].filter((entry) => onRecord.get(entry.seq) !== JSON.stringify(entry))
  }

  #newest(): number {
    return [...this.shown.keys()].at(-1) ?? 0
  }

  #hear(message: ServerMessage): void {
    if (message.type !== 'entries') return
    for (const entry of message.entries) {
      if (this.shown.has(entry.seq)) this.repeated.push(entry.seq)
      this.shown.set(entry.seq, entry)
    }
  }
}
