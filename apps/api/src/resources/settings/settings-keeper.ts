import type { ServiceRetention, Settings, SettingsPatch } from '@switchboard/contract'
import type { Bounds, Store } from '@switchboard/store'
import type { FastifyBaseLogger } from 'fastify'
import type { Bans } from '../../bans/bans.ts'
import type { ServiceRegistry } from '../services/service-registry.ts'
import { checkDefender } from './check-defender.ts'
import { savedSettings } from './saved-settings.ts'

const DAY_MS = 86_400_000

type Own = NonNullable<ServiceRetention>

type Parts = {
  store: Pick<Store, 'settings' | 'retention'>
  services: Pick<ServiceRegistry, 'list' | 'find' | 'on'>
  bans: Pick<Bans, 'use'>
  log: FastifyBaseLogger
}

/** What is set for all of Switchboard, and what has to know of it. */
export class SettingsKeeper {
  readonly #parts: Parts
  #settings: Settings
  /** Of the services that have one of their own, by id, as the store was told. */
  #own = new Map<string, Own>()

  /** With what was saved, and a default for the rest; from now on the retention holds. */
  static async open(parts: Parts): Promise<SettingsKeeper> {
    return new SettingsKeeper(parts, await savedSettings(parts.store))
  }

  private constructor(parts: Parts, settings: Settings) {
    this.#parts = parts
    this.#settings = settings
    this.#keep()
    parts.services.on('changed', (id) => this.#serviceChanged(id))
    parts.services.on('deleted', (id) => this.#serviceChanged(id))
  }

  get settings(): Settings {
    return this.#settings
  }

  /** Saved when it resolves; deleting goes on in the background. Throws `validation-failed`, and what the store throws. */
  async change({ retention, defender }: SettingsPatch): Promise<Settings> {
    if (defender) checkDefender({ ...this.#settings.defender, ...defender })
    if (retention) {
      await this.#save('retention', retention)
      this.#keep()
    }
    if (defender) {
      await this.#save('defender', defender)
      this.#parts.bans.use(this.#settings.defender)
    }
    return this.#settings
  }

  async #save<Section extends keyof Settings>(
    section: Section,
    patch: SettingsPatch[Section],
  ): Promise<void> {
    const changed = { ...this.#settings[section], ...patch }
    await this.#parts.store.settings.save(section, changed)
    this.#settings = { ...this.#settings, [section]: changed }
  }

  /** Services change often, and this of them hardly ever. */
  #serviceChanged(id: string): void {
    const now = this.#parts.services.find(id)?.settings.retention ?? null
    if (now !== (this.#own.get(id) ?? null)) this.#keep()
  }

  #keep(): void {
    const { maxBytes, ...bounds } = this.#settings.retention
    const { store, log, services: all } = this.#parts
    this.#own = new Map()
    for (const { settings } of all.list())
      if (settings.retention) this.#own.set(settings.id, settings.retention)
    const services = Object.fromEntries([...this.#own].map(([id, retention]) => [id, toBounds(retention)]))
    // It ends early only when the store closes.
    store.retention
      .keep({ ...toBounds(bounds), maxBytes, services })
      .catch((error: unknown) => log.debug(error, 'retention was cut short'))
  }
}

function toBounds({ maxAgeDays, maxEntries = null }: Own): Bounds {
  return { maxAgeMs: maxAgeDays === null ? null : maxAgeDays * DAY_MS, maxEntries }
}
