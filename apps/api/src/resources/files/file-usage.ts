import type { FileUsage } from '@switchboard/contract'
import type { FileDepot } from '../../files/file-depot.ts'
import type { Reach } from '../../access/reach.ts'

const PROTOCOL = 'file-transfer'

/** What the files of each service take, and may take; services that take files come by name, then those that are gone. */
export function fileUsage(
  depot: Pick<FileDepot, 'taken'>,
  reach: Pick<Reach, 'services' | 'sees'>,
): FileUsage {
  const taken = depot.taken()
  const living = reach
    .services()
    .map(({ settings }) => settings)
    .filter(({ id, protocol }) => protocol === PROTOCOL || taken.has(id))
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name, protocol, options }) => ({
      serviceId: id,
      serviceName: name,
      ...(taken.get(id) ?? NOTHING),
      maxTotalBytes: protocol === PROTOCOL ? numberOf(options['maxTotalBytes']) : null,
      maxFiles: protocol === PROTOCOL ? numberOf(options['maxFiles']) : null,
    }))
  const known = new Set(living.map(({ serviceId }) => serviceId))
  const gone = [...taken]
    .filter(([id, { files }]) => files > 0 && !known.has(id) && reach.sees(id))
    .map(([serviceId, room]) => ({
      serviceId,
      serviceName: null,
      ...room,
      maxTotalBytes: null,
      maxFiles: null,
    }))
  return { services: [...living, ...gone] }
}

const NOTHING = { bytes: 0, files: 0 }

const numberOf = (value: unknown) => (typeof value === 'number' ? value : null)
