import type { ApplyInput, ServiceInput } from '@switchboard/contract'
import { formatAddress, overlaps, type ListenAddress } from '@switchboard/netcore'
import { toBoundAddress } from './service-address.ts'

/** `path` is a JSON pointer. */
export type FieldError = { path: string; message: string }

/** An address, and where in the document it stands. */
type Place = { address: ListenAddress; path: string; service: number; name: string }

/** What is wrong between the services of a document: names and addresses that two of them want. */
export function documentProblems(services: ApplyInput['services']): FieldError[] {
  return [...sameNames(services), ...sameAddresses(services)]
}

function sameNames(services: ServiceInput[]): FieldError[] {
  const first = new Map<string, number>()
  return services.flatMap(({ name }, index) => {
    const other = first.get(name)
    if (other === undefined) {
      first.set(name, index)
      return []
    }
    const message = `is "${name}", as in /services/${other}: each name can stand for one service only`
    return [{ path: `/services/${index}/name`, message }]
  })
}

/** Services of which all but one are stopped may wait for the same address, if the document says that they are. */
function sameAddresses(services: ServiceInput[]): FieldError[] {
  const places = services.flatMap((service, index) => placesOf(service, index))
  const rivals = Map.groupBy(places, ({ address }) => ('path' in address ? address.path : address.port))
  return [...rivals.values()].flatMap((group) =>
    group.flatMap((place, at) => clash(place, group.slice(0, at))),
  )
}

function placesOf({ name, listen, desired }: ServiceInput, service: number): Place[] {
  if (desired === 'stopped') return []
  return listen.flatMap((address, index) => {
    if ('port' in address && address.port === 0) return []
    const path = `/services/${service}/listen/${index}`
    return [{ address: toBoundAddress(address, ''), path, service, name }]
  })
}

function clash(place: Place, earlier: Place[]): FieldError[] {
  const other = earlier.find(
    ({ address, service }) => service !== place.service && overlaps(address, place.address),
  )
  if (!other) return []
  const message =
    `${formatAddress(place.address)} is taken by "${other.name}" at ${other.path}: ` +
    'name another one, or set "desired" of one of the two to "stopped"'
  return [{ path: place.path, message }]
}
