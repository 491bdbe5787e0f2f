import { createHash } from 'node:crypto'
import type { JournalEntry } from '@switchboard/contract'
import type { JournalRow } from '@switchboard/store'
import { presentEntry } from '../resources/journal/journal.presenter.ts'

/** What is sent at once. Whoever receives the same `id` twice has the same entries. `upTo`: the `seq` it goes up to. */
export type Delivery = { id: string; body: string; upTo: number }

const MOST_CHARACTERS = 256 * 1024

type About = { id: string; name: string }

/** As many of the rows as fit, at least one. `upTo`: everything up to there has been looked at if all of them fit. */
export function deliveryOf({ id, name }: About, rows: readonly JournalRow[], upTo: number): Delivery {
  const entries: string[] = []
  let characters = 0
  for (const row of rows) {
    const entry = JSON.stringify(presentEntry(row))
    if (entries.length > 0 && characters + entry.length > MOST_CHARACTERS) break
    characters += entry.length
    entries.push(entry)
  }
  const seqs = rows.slice(0, entries.length).map(({ seq }) => seq)
  const deliveryId = deliveryIdOf(id, seqs)
  const isAll = entries.length === rows.length
  return {
    id: deliveryId,
    body: `{"deliveryId":"${deliveryId}","webhook":${JSON.stringify({ id, name })},"entries":[${entries.join(',')}]}`,
    upTo: isAll ? upTo : (seqs.at(-1) ?? upTo),
  }
}

/** One that a person asked for, to see whether it arrives: its entry is in no journal. */
export function testDelivery({ id, name }: About, entry: JournalEntry): Delivery {
  const deliveryId = deliveryIdOf(id, [entry.at])
  const body = JSON.stringify({ deliveryId, webhook: { id, name }, entries: [entry] })
  return { id: deliveryId, body, upTo: 0 }
}

function deliveryIdOf(webhookId: string, parts: readonly (number | string)[]): string {
  const digest = createHash('sha256')
    .update(`${webhookId} ${parts.join(' ')}`)
    .digest('hex')
  return `dlv_${digest.slice(0, 32)}`
}
