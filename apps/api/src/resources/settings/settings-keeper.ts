import { Retention, type Settings, type SettingsPatch } from '@switchboard/contract'
import type { Store } from '@switchboard/store'
import type { FastifyBaseLogger } from 'fastify'
import { Value } from 'typebox/value'

const DAY_MS = 86_400_000

type Parts = { store: Pick<Store, 'settings' | 'retention'>; log: FastifyBaseLogger }

/** What is set for all of Switchboard, and what has to know of it. */
export class SettingsKeeper {
  readonly #parts: Parts
  #settings: Settings

  /** With what was saved, and a default for the rest; from now on the retention holds. */
  static async open(parts: Parts): Promise<SettingsKeeper> {
    const saved = await parts.store.settings.read('retention')
    const retention = { ...Value.Create(Retention), ...saved }
    return new SettingsKeeper(parts, { retention })
  }

  private constructor(parts: Parts, settings: Settings) {
    this.#parts = parts
    this.#settings = settings
    this.#keep()
  }

  get settings(): Settings {
    return this.#settings
  }

  /** Saved when it resolves; deleting goes on in the background. Throws what the store throws. */
  async change({ retention }: SettingsPatch): Promise<Settings> {
    const changed = { ...this.#settings.retention, ...retention }
    await this.#parts.store.settings.save('retention', changed)
    this.#settings = { retention: changed }
    this.#keep()
    return this.#settings
  }

  #keep(): void {
    const { maxAgeDays, ...rest } = this.#settings.retention
    const maxAgeMs = maxAgeDays === null ? null : maxAgeDays * DAY_MS
    const { store, log } = this.#parts
    // It ends early only when the store closes.
    store.retention
      .keep({ ...rest, maxAgeMs })
      .catch((error: unknown) => log.debug(error, 'retention was cut short'))
  }
}
