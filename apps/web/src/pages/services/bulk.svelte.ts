import type { Role, Service } from '@switchboard/contract'
import { changeService, deleteService } from '../../api/services.ts'
import { canStop, performAction, refusal } from '../../components/service-action.svelte.ts'
import { BulkRun } from './bulk-run.svelte.ts'
import type { BulkKind } from './bulk-words.ts'

type Plan = {
  needs: Role
  /** Whether there is anything to do with a service. */
  fits: (service: Service, tag: string) => boolean
  call: (service: Service, tag: string) => Promise<unknown>
}

const PLANS: Record<BulkKind, Plan> = {
  start: {
    needs: 'operator',
    fits: (service) => !canStop(service) && refusal(service, 'start') === null,
    call: ({ id }) => performAction('start', id),
  },
  stop: {
    needs: 'operator',
    fits: (service) => canStop(service) && refusal(service, 'stop') === null,
    call: ({ id }) => performAction('stop', id),
  },
  restart: {
    needs: 'operator',
    fits: (service) => refusal(service, 'restart') === null,
    call: ({ id }) => performAction('restart', id),
  },
  tag: {
    needs: 'admin',
    fits: ({ tags }, tag) => !tags.includes(tag),
    call: ({ id, tags, revision }, tag) => changeService(id, { tags: [...tags, tag] }, revision),
  },
  untag: {
    needs: 'admin',
    fits: ({ tags }, tag) => tags.includes(tag),
    call: ({ id, tags, revision }, tag) =>
      changeService(id, { tags: tags.filter((one) => one !== tag) }, revision),
  },
  delete: { needs: 'admin', fits: () => true, call: ({ id }) => deleteService(id) },
}

export const roleFor = (kind: BulkKind): Role => PLANS[kind].needs

/** Those with which there is anything to do. */
export const fitting = (kind: BulkKind, services: readonly Service[], tag = ''): Service[] =>
  services.filter((service) => PLANS[kind].fits(service, tag))

/** The work on many services of this screen: one at a time, the last one with its outcome. */
export class Bulk {
  current = $state.raw<BulkRun | null>(null)
  readonly busy = $derived(this.current?.busy ?? false)

  /** Begins with those that fit. */
  begin(kind: BulkKind, services: readonly Service[], tag = ''): void {
    if (this.busy) return
    this.current = new BulkRun(kind, (service) => PLANS[kind].call(service, tag))
    void this.current.run(fitting(kind, services, tag))
  }

  dismiss(): void {
    if (!this.busy) this.current = null
  }

  /** Why the last work failed with this service; null: it did not. */
  errorOf(id: string): unknown {
    return this.current?.failures.find((failure) => failure.id === id)?.error ?? null
  }
}
