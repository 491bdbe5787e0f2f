import { parseTime } from '../../format/time.ts'
import { feed } from '../../live/index.ts'
import { JournalTail } from '../../live/journal-tail.svelte.ts'
import { router } from '../../router/router.svelte.ts'
import { inspectedSeq } from './log-view.ts'

const timestampOrNull = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

/** The log that a screen is for, as its address asks for it: `q`, `from`, `to`, `seq`. */
export class JournalScreen {
  following = $state(true)
  readonly service: string | null = $derived.by(() => this.#service())
  readonly filter = $derived(router.query('q'))
  /** The stretch of time that is shown, milliseconds since the epoch; both null: live. */
  readonly from = $derived(parseTime(router.query('from')))
  readonly to = $derived(parseTime(router.query('to')))
  /** What narrows the journal, in the words of the API. */
  readonly query = $derived({
    ...{ service: this.service, filter: this.filter },
    ...{ from: timestampOrNull(this.from), to: timestampOrNull(this.to) },
  })
  readonly tail = $derived(new JournalTail(feed, { ...this.query, around: inspectedSeq }))
  readonly #service: () => string | null

  /** `service`: the id of the only one whose entries are shown; null: of all. */
  constructor(service: () => string | null) {
    this.#service = service
  }
}
