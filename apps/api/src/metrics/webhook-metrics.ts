import type { WebhookRow } from '@switchboard/store'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Outcome } from '../webhooks/post.ts'

/** How webhooks fare. */
export class WebhookMetrics {
  /** The webhooks there are. */
  rows: () => WebhookRow[] = () => []
  readonly #attempts: Counter<'outcome'>

  constructor(registry: Registry) {
    const registers = [registry]
    this.#attempts = new Counter({
      name: 'switchboard_webhook_attempts_total',
      help: 'Attempts to deliver to a webhook, by outcome.',
      labelNames: ['outcome'],
      registers,
    })
    for (const outcome of ['delivered', 'failed']) this.#attempts.inc({ outcome }, 0)
    const read = () => this.rows()
    new Gauge({
      name: 'switchboard_webhooks',
      help: 'Webhooks by state: deliveries succeed, deliveries fail, switched off.',
      labelNames: ['state'],
      registers,
      collect() {
        const states = read().map(stateOf)
        for (const state of ['well', 'failing', 'disabled'] as const)
          this.set({ state }, states.filter((one) => one === state).length)
      },
    })
  }

  attempted({ error }: Outcome): void {
    this.#attempts.inc({ outcome: error === null ? 'delivered' : 'failed' })
  }
}

function stateOf({ enabled, failingSince }: WebhookRow): 'well' | 'failing' | 'disabled' {
  if (!enabled) return 'disabled'
  return failingSince === null ? 'well' : 'failing'
}
