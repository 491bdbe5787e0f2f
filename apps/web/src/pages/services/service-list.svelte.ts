import type { Service } from '@switchboard/contract'
import { filterLanguage } from '../../components/filter/language.ts'
import { now } from '../../live/clock.ts'
import { services } from '../../live/index.ts'
import { router } from '../../router/router.svelte.ts'
import { facetsOf, passing } from './service-facets.ts'
import { byRank, isLive, parseSort, rankOf, sortServices, type Sort } from './service-sort.ts'

/** Rows on a page: more would slow the browser down, whatever the machine. */
const PAGE = 100
/** A list sorted by what changes by itself is put in order anew so often, in milliseconds. */
const ORDER_MS = 3000

type Search = (service: Service) => boolean
const everything: Search = () => true

/** The services as the address asks for them: found, sorted, in pages. */
export class ServiceList {
  readonly text = $derived(router.query('q') ?? '')
  readonly facets = $derived(facetsOf((key) => router.query(key)))
  readonly sort: Sort = $derived(parseSort(router.query('sort')))
  readonly narrowed = $derived(this.text !== '' || Object.values(this.facets).some((value) => value !== null))
  /** Somebody points at a row: it does not move away. */
  held = $state(false)
  /** Why the text cannot be applied: its language could not be loaded. */
  error = $state.raw<unknown>(null)
  #search = $state.raw(everything)
  /** The order that stays while rows must not move. */
  #ranked: { sort: Sort; at: number; rank: ReadonlyMap<string, number> } | null = null

  /** What the text finds, whatever is chosen besides. */
  readonly found = $derived(services.list.filter(this.#search))
  readonly list = $derived(this.#inOrder(passing(this.found, this.facets)))
  readonly pages = $derived(Math.max(1, Math.ceil(this.list.length / PAGE)))
  readonly page = $derived(
    Math.min(Math.max(1, Math.trunc(Number(router.query('page') ?? 1)) || 1), this.pages),
  )
  readonly first = $derived((this.page - 1) * PAGE)
  readonly rows = $derived(this.list.slice(this.first, this.first + PAGE))

  /** Applies the text of the filter; one that cannot be read changes nothing. */
  async search(): Promise<void> {
    const { text } = this
    this.error = null
    try {
      const search = text === '' ? everything : await searchFor(text)
      if (text === this.text && search) this.#search = search
    } catch (error) {
      this.error = error
    }
  }

  clear(): void {
    router.setQuery({ q: null, state: null, protocol: null, tag: null, page: null })
  }

  #inOrder(found: Service[]): Service[] {
    const { sort } = this
    if (!isLive(sort)) return sortServices(found, sort)
    const time = now()
    const kept = this.#ranked?.sort === sort ? this.#ranked : null
    if (kept && (this.held || time - kept.at < ORDER_MS)) return byRank(sortServices(found, sort), kept.rank)
    const sorted = sortServices(found, sort)
    this.#ranked = { sort, at: time, rank: rankOf(sorted) }
    return sorted
  }
}

/** Whether a service passes a filter's text; null for a text that is none. */
async function searchFor(text: string): Promise<Search | null> {
  const { parseFilter } = await filterLanguage()
  const { serviceMatcher } = await import('@switchboard/filter/services')
  const { filter } = parseFilter(text, { subject: 'services' })
  return filter && serviceMatcher(filter)
}
