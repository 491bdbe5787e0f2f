import type { ApplyInput, Service, ServiceInput } from '@switchboard/contract'
import { saveFile } from '../../components/save-file.ts'

/** A service as `POST /services` and `services:apply` take it. Its secrets stay where they are: they are never read back. */
function toServiceInput(service: Service): ServiceInput {
  const { name, protocol, listen, description, tags, options, limits, access, socket } = service
  const { restart, capture, retention, drainTimeoutMs, engines, challenge, desired } = service
  return {
    ...{ name, protocol, description, tags, listen, options, challenge, limits, access, socket },
    ...{ restart, capture, retention, drainTimeoutMs, engines, desired },
  }
}

/** Saves services as one document, for `switchboard apply` or `PUT /services:apply`. */
export function saveApplyFile(services: readonly Service[]): void {
  const document: ApplyInput = { services: services.map(toServiceInput) }
  const name = services.length === 1 ? `${services[0]?.name ?? 'service'}.json` : 'services.json'
  saveFile(new Blob([`${JSON.stringify(document, null, 2)}\n`], { type: 'application/json' }), name)
}
