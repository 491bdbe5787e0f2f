import type { Service, ServiceState } from '@switchboard/contract'
import { formatListen } from '../../format/address.ts'
import { compareText } from '../../format/compare-text.ts'

export type SortKey = 'state' | 'name' | 'protocol' | 'address' | 'connections' | 'bytes' | 'tags'

/** `down`: the largest, or the last in the alphabet, comes first. */
export type Sort = { key: SortKey; down: boolean }

type Compare = (a: Service, b: Service) => number

export const SORT_WORDS: Record<SortKey, string> = {
  state: 'State',
  name: 'Name',
  protocol: 'Protocol',
  address: 'Addresses',
  connections: 'Open connections',
  bytes: 'In / Out',
  tags: 'Tags',
}

export const BY_NAME: Sort = { key: 'name', down: false }

/** What needs somebody comes first. */
const URGENCY: readonly ServiceState[] = [
  'failed',
  'backoff',
  'degraded',
  'starting',
  'draining',
  'running',
  'stopped',
]

const COMPARE: Record<SortKey, Compare> = {
  state: (a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state),
  name: (a, b) => compareText(a.name, b.name),
  protocol: (a, b) => compareText(a.protocol, b.protocol),
  address: (a, b) => compareText(addressOf(a), addressOf(b)),
  connections: (a, b) => a.stats.openConnections - b.stats.openConnections,
  bytes: (a, b) => bytesOf(a) - bytesOf(b),
  tags: (a, b) => compareText(tagsOf(a), tagsOf(b)),
}

/** What changes by itself while somebody looks. */
const LIVE = new Set<SortKey>(['state', 'connections', 'bytes'])

export const isLive = ({ key }: Sort) => LIVE.has(key)

/** Reads `-bytes`; what is no order is that by name. */
export function parseSort(text: string | null): Sort {
  const down = text?.startsWith('-') ?? false
  const key = text?.slice(down ? 1 : 0) ?? ''
  return key in COMPARE ? { key: key as SortKey, down } : BY_NAME
}

/** For the address; null for the order by name, which stays out of it. */
export function formatSort({ key, down }: Sort): string | null {
  const text = `${down ? '-' : ''}${key}`
  return text === BY_NAME.key ? null : text
}

/** What a press on a column's head asks for: numbers begin with the largest. */
export function nextSort(sort: Sort, key: SortKey): Sort {
  const numbers = key === 'connections' || key === 'bytes'
  return { key, down: sort.key === key ? !sort.down : numbers }
}

/** The services, which come by name, in this order; those that are alike in it stay by name. */
export function sortServices(services: readonly Service[], { key, down }: Sort): Service[] {
  const sign = down ? -1 : 1
  const compare = COMPARE[key]
  return services.toSorted((a, b) => sign * compare(a, b))
}

/** The place of each service in a list. */
export const rankOf = (services: readonly Service[]): ReadonlyMap<string, number> =>
  new Map(services.map(({ id }, place) => [id, place]))

/** In the places they had; what is new comes last, as it stands. */
export function byRank(services: readonly Service[], rank: ReadonlyMap<string, number>): Service[] {
  const placeOf = ({ id }: Service) => rank.get(id) ?? rank.size
  return services.toSorted((a, b) => placeOf(a) - placeOf(b))
}

const bytesOf = ({ stats }: Service) => stats.bytesIn + stats.bytesOut

function addressOf({ endpoints, listen }: Service): string {
  const [first] = endpoints.length > 0 ? endpoints : listen
  return first ? formatListen(first) : ''
}

/** Services without tags come behind those that have some. */
const tagsOf = ({ tags }: Service) => (tags.length === 0 ? '\uFFFF' : tags.join(' '))
