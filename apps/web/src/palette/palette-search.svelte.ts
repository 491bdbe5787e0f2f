import type { Protocol } from '@switchboard/contract'
import { listProtocols } from '../api/protocols.ts'
import { services } from '../live/index.ts'
import { findItems } from './find-items.ts'
import { actionItems, commandItems, protocolItems, screenItems, serviceItems } from './items.ts'
import type { PaletteItem } from './palette-item.ts'
import { recentChoices } from './recent.ts'
import { typedItems } from './typed-items.ts'

/** What is looked for in the palette, what is found, and which of it is meant. */
export class PaletteSearch {
  typed = $state('')
  /** Place of the item that Enter takes. */
  active = $state(0)
  readonly #recent = recentChoices()
  readonly #commands = commandItems()
  #protocols = $state.raw<Protocol[]>([])
  /** What the text itself may be: an address, a filter. */
  #meanings = $state.raw({ items: [] as PaletteItem[], isSure: false })

  readonly #items: PaletteItem[] = $derived([
    ...this.#commands,
    ...services.list.flatMap(serviceItems),
    ...screenItems(),
    ...protocolItems(this.#protocols),
    ...actionItems(),
  ])
  readonly groups = $derived(findItems(this.typed, this.#items, this.#recent, this.#meanings))
  /** All that is found, in the order in which it is shown. */
  readonly options: PaletteItem[] = $derived(this.groups.flatMap((group) => group.items))

  constructor() {
    // Without the catalogue the rest is still of use.
    listProtocols().then(
      (list) => (this.#protocols = list),
      () => undefined,
    )
  }

  /** Begins at the first item again, and finds out what the text may be. */
  async changed(): Promise<void> {
    this.active = 0
    const text = this.typed.trim()
    const found = await typedItems(text)
    if (text === this.typed.trim()) this.#meanings = found
  }

  /** Means the next item, or the one before; after the last comes the first. */
  move(step: number): void {
    this.active = (this.active + step + this.options.length) % Math.max(1, this.options.length)
  }
}
