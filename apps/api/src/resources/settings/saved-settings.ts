import { DefenderSettings, Retention, type Settings } from '@switchboard/contract'
import type { Store } from '@switchboard/store'
import { Value } from 'typebox/value'

/** The settings as they were saved, and defaults for the rest. */
export async function savedSettings({ settings }: Pick<Store, 'settings'>): Promise<Settings> {
  const [retention, defender] = await Promise.all([settings.read('retention'), settings.read('defender')])
  return {
    retention: { ...Value.Create(Retention), ...retention },
    defender: { ...Value.Create(DefenderSettings), ...defender },
  }
}
