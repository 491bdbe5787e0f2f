import type { Role, Service } from '@switchboard/contract'
import { changeService, deleteService } from '../../api/services.ts'
import { canStop, performAction, refusal } from '../../components/service-action.svelte.ts'
import { Bulk } from '../../components/selection/bulk.svelte.ts'
import { BulkRun } from '../../components/selection/bulk-run.svelte.ts'
import { services } from '../../live/index.ts'
import { BULK_WORDS, type BulkKind } from './bulk-words.ts'

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

/** The work on many services of this screen. */
export class ServiceBulk extends Bulk {
  /** Begins with those that fit. */
  begin(kind: BulkKind, chosen: readonly Service[], tag = ''): void {
    // As the service is now; somebody else may have deleted it, and then nothing is left to do.
    const call = async (ids: readonly string[]) => {
      const [service] = ids.flatMap((id) => services.get(id) ?? [])
      if (service) await PLANS[kind].call(service, tag)
      return 1
    }
    const hrefOf = (id: string) => `/services/${id}`
    this.start(new BulkRun({ words: BULK_WORDS[kind], call, hrefOf }), fitting(kind, chosen, tag))
  }
}
