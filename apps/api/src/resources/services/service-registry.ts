import { EventEmitter } from 'node:events'
import type { ChallengeInput, ServiceInput, ServicePatch } from '@switchboard/contract'
import { encodeBatch } from '@switchboard/journal'
import {
  overlaps,
  type Challenge,
  type JournalSink,
  type Service,
  type ServiceManager,
} from '@switchboard/netcore'
import type { Store } from '@switchboard/store'
import { ApiError } from '../../problem.ts'
import type { SecretBox } from '../../secret-box.ts'
import { StartError } from '../../start-error.ts'
import { sealChallenge } from './challenge-settings.ts'
import { serviceEntry } from './service-entry.ts'
import {
  fromStored,
  newSettings,
  patchSettings,
  toSpec,
  toStored,
  type ServiceSettings,
} from './service-settings.ts'

/** A service as it is configured, and as it runs. */
export type ConfiguredService = { settings: ServiceSettings; running: Service }

/** What can be done while a turn lasts. Everything fails as the same call from outside does. */
export type Hands = {
  /** The protocol's options with its defaults. Throws what netcore finds wrong with a service that is like this. */
  check(settings: ServiceSettings, challenge: Challenge | null): ServiceSettings['options']
  /** The settings with the challenge, its new secrets sealed. */
  challenge(settings: ServiceSettings, given: ChallengeInput | null): Promise<ServiceSettings>
  create(settings: ServiceSettings): Promise<ConfiguredService>
  update(service: ConfiguredService, settings: ServiceSettings, fields: string[]): Promise<ConfiguredService>
  delete(id: string): Promise<void>
}

type Parts = {
  store: Store['services']
  manager: ServiceManager
  journal: JournalSink
  /** The folder of the Unix sockets. */
  sockets: string
  secrets: SecretBox
}

/**
 * The services there are. What the user wants is on the disk before anything acts on it, so that a crash in between
 * is made good at the next start. Emits `changed` and `deleted` with a service's id.
 */
export class ServiceRegistry extends EventEmitter<{ changed: [id: string]; deleted: [id: string] }> {
  readonly #parts: Parts
  readonly #services = new Map<string, ConfiguredService>()
  /** Changes of settings happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: Parts) {
    super()
    this.#parts = parts
    parts.manager.on('service', (service) => this.emit('changed', service.spec.id))
  }

  /** Takes over what the store has. Throws a StartError for a service that this program does not understand. */
  async load(): Promise<void> {
    for (const stored of await this.#parts.store.all()) this.#take(fromStored(stored))
  }

  /**
   * Starts what shall run. Of services that want the same address the oldest gets it, whenever that happens again.
   * A service that cannot start says so itself in its state.
   */
  async startDesired(): Promise<void> {
    const desired = this.list()
      .filter(({ settings }) => settings.desired === 'running')
      .reverse()
    const isLate = desired.map((service, index) =>
      desired.slice(0, index).some((older) => isRival(service, older)),
    )
    for (const late of [false, true]) {
      const wave = desired.filter((_service, index) => isLate[index] === late)
      await Promise.allSettled(wave.map(({ running }) => running.start()))
    }
  }

  /** Newest first. */
  list(): ConfiguredService[] {
    return [...this.#services.values()].sort((a, b) => (a.settings.id < b.settings.id ? 1 : -1))
  }

  find(id: string): ConfiguredService | undefined {
    return this.#services.get(id)
  }

  /** Throws `not-found`. */
  get(id: string): ConfiguredService {
    const found = this.#services.get(id)
    if (found) return found
    throw noService(id)
  }

  async create(input: ServiceInput): Promise<ConfiguredService> {
    const created = await this.#inTurn(async () => {
      const bare = newSettings(input, Date.now())
      return await this.#create(this.#checked(await this.#withChallenge(bare, input.challenge)))
    })
    if (created.settings.desired === 'running') await created.running.start().catch(() => undefined)
    return created
  }

  /** `revision`: the one the change was made for; another one in the meantime is `precondition-failed`. */
  async patch(id: string, patch: ServicePatch, revision: number | null): Promise<ConfiguredService> {
    return await this.#inTurn(async () => {
      const service = this.get(id)
      checkRevision(service.settings, revision)
      const patched = patchSettings(service.settings, patch, Date.now())
      const settings = this.#checked(await this.#withChallenge(patched, patch.challenge))
      return await this.#update(service, settings, Object.keys(patch))
    })
  }

  async delete(id: string, revision: number | null): Promise<void> {
    await this.#inTurn(async () => {
      checkRevision(this.get(id).settings, revision)
      await this.#delete(id)
    })
  }

  /** Work on several services, with nobody else's changes of settings in between. */
  async together<Result>(work: (hands: Hands) => Promise<Result>): Promise<Result> {
    const hands: Hands = {
      check: (settings, challenge) =>
        this.#parts.manager.check({ ...this.#spec(settings), challenge }).options,
      challenge: (settings, given) => this.#withChallenge(settings, given),
      create: (settings) => this.#create(settings),
      update: (service, settings, fields) => this.#update(service, settings, fields),
      delete: (id) => this.#delete(id),
    }
    return await this.#inTurn(() => work(hands))
  }

  async start(id: string): Promise<ConfiguredService> {
    const service = await this.#want(id, 'running')
    await service.running.start()
    return service
  }

  /** `drainMs`: how long open connections may go on; without it the service's own setting decides. */
  async stop(id: string, drainMs?: number): Promise<ConfiguredService> {
    const service = await this.#want(id, 'stopped')
    await service.running.stop(drainMs === undefined ? {} : { drainMs })
    return service
  }

  async restart(id: string): Promise<ConfiguredService> {
    const service = await this.#want(id, 'running')
    await service.running.restart()
    return service
  }

  #take(settings: ServiceSettings): ConfiguredService {
    try {
      const service = { settings, running: this.#parts.manager.add(this.#spec(settings)) }
      this.#services.set(settings.id, service)
      return service
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new StartError(`The service ${settings.name} on record cannot be loaded: ${reason}`)
    }
  }

  async #create(settings: ServiceSettings): Promise<ConfiguredService> {
    const { manager, store, journal } = this.#parts
    await store.create(toStored(settings))
    const service = { settings, running: manager.add(this.#spec(settings)) }
    this.#services.set(settings.id, service)
    await journal(encodeBatch([serviceEntry('service.created', settings, { protocol: settings.protocol })]))
    this.emit('changed', settings.id)
    return service
  }

  async #update(
    service: ConfiguredService,
    settings: ServiceSettings,
    fields: string[],
  ): Promise<ConfiguredService> {
    await this.#save(service, settings)
    service.running.update(this.#spec(settings))
    await this.#parts.journal(encodeBatch([serviceEntry('service.updated', settings, { fields })]))
    return service
  }

  async #delete(id: string): Promise<void> {
    const { manager, store, journal } = this.#parts
    const { settings } = this.get(id)
    await store.delete(id)
    this.#services.delete(id)
    await manager.remove(id)
    await journal(encodeBatch([serviceEntry('service.deleted', settings, null)]))
    this.emit('deleted', id)
  }

  async #want(id: string, desired: ServiceSettings['desired']): Promise<ConfiguredService> {
    return await this.#inTurn(async () => {
      const service = this.get(id)
      const { settings } = service
      if (settings.desired !== desired) await this.#save(service, { ...settings, desired })
      return service
    })
  }

  async #save(service: ConfiguredService, settings: ServiceSettings): Promise<void> {
    await this.#parts.store.update(toStored(settings))
    service.settings = settings
    this.emit('changed', settings.id)
  }

  /** The settings with what was asked for as a challenge; undefined: as it is. */
  async #withChallenge(
    settings: ServiceSettings,
    given: ServicePatch['challenge'],
  ): Promise<ServiceSettings> {
    if (given === undefined) return settings
    const { secrets } = this.#parts
    const keeping = { serviceId: settings.id, before: settings.challenge, secrets }
    return { ...settings, challenge: await sealChallenge(given, keeping) }
  }

  /** The settings with the protocol's defaults in `options`. Throws what netcore finds wrong. */
  #checked(settings: ServiceSettings): ServiceSettings {
    return { ...settings, options: this.#parts.manager.check(this.#spec(settings)).options }
  }

  #spec(settings: ServiceSettings) {
    return toSpec(settings, this.#parts.sockets, this.#parts.secrets)
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }
}

function isRival({ running }: ConfiguredService, other: ConfiguredService): boolean {
  return running.spec.listen.some((address) => {
    const isFixed = address.transport === 'unix' || address.port !== 0
    return isFixed && other.running.spec.listen.some((theirs) => overlaps(address, theirs))
  })
}

function checkRevision(settings: ServiceSettings, revision: number | null): void {
  if (revision === null || revision === settings.revision) return
  throw new ApiError(
    'precondition-failed',
    `If-Match says revision ${revision}, but ${settings.name} is at revision ${settings.revision}: ` +
      'read it again and repeat the change.',
  )
}

export const noService = (id: string): ApiError =>
  new ApiError('not-found', `There is no service ${id}: GET /api/v1/services lists what there is.`)
