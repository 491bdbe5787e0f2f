import { ServiceState } from '@switchboard/contract'
import type { ServiceStats } from '@switchboard/netcore'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { ServiceRegistry } from '../resources/services/service-registry.ts'
import { TrafficTotals, type ServiceLabels } from './traffic-totals.ts'

const BY_SERVICE = ['service', 'protocol'] as const

/** What services carry and how they are, read when somebody asks. */
export class ServiceMetrics {
  readonly #services: ServiceRegistry
  readonly #totals = new TrafficTotals()
  readonly #states: Gauge<'state'>
  readonly #open: Gauge<'service' | 'protocol'>
  readonly #counters: [keyof ServiceStats, Counter<'service' | 'protocol'>][]

  constructor(registry: Registry, services: ServiceRegistry) {
    const registers = [registry]
    const counter = (name: string, help: string) =>
      new Counter({ name, help, labelNames: BY_SERVICE, registers })
    this.#services = services
    this.#states = new Gauge({
      name: 'switchboard_services',
      help: 'Services by state.',
      labelNames: ['state'],
      registers,
    })
    this.#open = new Gauge({
      name: 'switchboard_connections_open',
      help: 'Connections that are open now.',
      labelNames: BY_SERVICE,
      registers,
    })
    this.#counters = [
      ['totalConnections', counter('switchboard_connections_total', 'Connections that were let in.')],
      ['bytesIn', counter('switchboard_received_bytes_total', 'Bytes that peers have sent.')],
      ['bytesOut', counter('switchboard_sent_bytes_total', 'Bytes that were sent to peers.')],
      ['messagesIn', counter('switchboard_received_messages_total', 'Messages that peers have sent.')],
      ['messagesOut', counter('switchboard_sent_messages_total', 'Messages that were sent to peers.')],
    ]
    this.#follow()
  }

  /** Under which name the service's numbers are told. */
  labelsOf(serviceId: string): ServiceLabels | undefined {
    return this.#totals.labelsOf(serviceId)
  }

  /** Brings the numbers up to date. */
  refresh(): void {
    const services = this.#services.list()
    this.#states.reset()
    for (const state of ServiceState.enum) this.#states.set({ state }, 0)
    for (const { running } of services) this.#states.inc({ state: running.state })
    this.#open.reset()
    for (const { settings, running } of services) {
      const labels = this.labelsOf(settings.id)
      if (labels) this.#open.inc(pick(labels), running.stats.openConnections)
    }
    this.#refreshTotals()
  }

  #refreshTotals(): void {
    const all = this.#totals.read()
    for (const [key, counter] of this.#counters) {
      counter.reset()
      for (const { totals, ...labels } of all) counter.inc(labels, totals[key])
    }
  }

  #follow(): void {
    for (const service of this.#services.list()) this.#totals.note(service)
    this.#services.on('changed', (id) => {
      const service = this.#services.find(id)
      if (service) this.#totals.note(service)
    })
    this.#services.on('deleted', (id) => this.#totals.forget(id))
  }
}

const pick = ({ service, protocol }: ServiceLabels) => ({ service, protocol })
