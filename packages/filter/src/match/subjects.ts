import type { Field } from '../fields.ts'
import { bytesOfBase64, bytesOfPreview, bytesOfText } from './bytes.ts'

/** Milliseconds since the epoch, or ISO 8601 as in the API's answers. */
export type Time = number | string

/** What a filter reads of an entry of the journal. */
export type EntryFacts = {
  at: Time
  type: string
  severity: string
  serviceId: string | null
  serviceName: string | null
  connectionId: string | null
  transport: string | null
  remoteAddress: string | null
  remotePort: number | null
  direction: string | null
  bytes: number | null
  preview: string | null
  detail: Readonly<Record<string, unknown>> | null
}

/** What a filter reads of a connection. */
export type ConnectionFacts = {
  id: string
  serviceId: string
  serviceName: string
  protocol: string
  transport: string
  remoteAddress: string | null
  remotePort: number | null
  openedAt: Time
  closedAt: Time | null
  bytesIn: number
  bytesOut: number
  closeReason: string | null
  error: string | null
  identity: string | null
}

/** What a filter reads of a received file. */
export type FileFacts = {
  id: string
  serviceId: string
  serviceName: string
  connectionId: string
  name: string
  bytes: number
  sha256: string
  receivedAt: Time
  remoteAddress: string | null
}

/** What entries, connections and files do not say themselves. */
export type Surroundings = {
  /** The service of an id, as it is configured now; undefined for one that was deleted. */
  serviceOf?: (serviceId: string) => { protocol: string; tags: readonly string[] } | undefined
  /** Milliseconds since the epoch; the clock unless told otherwise. */
  now?: () => number
}

export type FieldValue = string | number

/** The values of a field, nulls among them for what is not known. */
export type ValuesOf<Facts> = (
  facts: Facts,
  surroundings: Surroundings,
) => readonly (FieldValue | null | undefined)[]

/** What of an entry's `detail` is text, and searched as such. */
export const TEXT_KEYS = ['message', 'error', 'text', 'name'] as const

export const ENTRY_VALUES: Record<Field, ValuesOf<EntryFacts>> = {
  svc: ({ serviceName }) => [serviceName],
  ev: ({ type }) => [type],
  peer: ({ remoteAddress }) => [remoteAddress],
  port: ({ remotePort }) => [remotePort],
  proto: ({ transport, serviceId }, { serviceOf }) => [
    transport,
    serviceId && serviceOf?.(serviceId)?.protocol,
  ],
  tag: ({ serviceId }, { serviceOf }) => (serviceId === null ? [] : (serviceOf?.(serviceId)?.tags ?? [])),
  severity: ({ severity }) => [severity],
  state: ({ type }) => [STATES.get(type)],
  reason: ({ detail }) => [textOf(detail?.reason), textOf(detail?.rule)],
  dir: ({ direction }) => [direction],
  bytes: ({ bytes }) => [bytes],
  dur: ({ detail }) => [typeof detail?.durationMs === 'number' ? detail.durationMs : null],
  last: ({ at }) => [milliseconds(at)],
  text: ({ preview, detail }) => [preview, ...TEXT_KEYS.map((key) => textOf(detail?.[key]))],
  hex: (entry) => [messageBytes(entry)],
  file: ({ type, detail }) => [type.startsWith('file.') ? textOf(detail?.name) : null],
  user: ({ detail }) => [textOf(detail?.identity)],
  id: ({ connectionId, serviceId }) => [connectionId, serviceId],
}

export const CONNECTION_VALUES: Record<Field, ValuesOf<ConnectionFacts>> = {
  svc: ({ serviceName }) => [serviceName],
  ev: () => [],
  peer: ({ remoteAddress }) => [remoteAddress],
  port: ({ remotePort }) => [remotePort],
  proto: ({ protocol, transport }) => [protocol, transport],
  tag: ({ serviceId }, { serviceOf }) => serviceOf?.(serviceId)?.tags ?? [],
  severity: () => [],
  state: ({ closedAt }) => [closedAt === null ? 'open' : 'closed'],
  reason: ({ closeReason }) => [closeReason],
  dir: () => [],
  bytes: ({ bytesIn, bytesOut }) => [bytesIn + bytesOut],
  dur: ({ openedAt, closedAt }, { now = Date.now }) => [
    Math.max(0, (closedAt === null ? now() : milliseconds(closedAt)) - milliseconds(openedAt)),
  ],
  last: ({ openedAt }) => [milliseconds(openedAt)],
  text: ({ error }) => [error],
  hex: () => [],
  file: () => [],
  user: ({ identity }) => [identity],
  id: ({ id, serviceId }) => [id, serviceId],
}

export const FILE_VALUES: Record<Field, ValuesOf<FileFacts>> = {
  svc: ({ serviceName }) => [serviceName],
  ev: () => [],
  peer: ({ remoteAddress }) => [remoteAddress],
  port: () => [],
  proto: () => [],
  tag: ({ serviceId }, { serviceOf }) => serviceOf?.(serviceId)?.tags ?? [],
  severity: () => [],
  state: () => [],
  reason: () => [],
  dir: () => [],
  bytes: ({ bytes }) => [bytes],
  dur: () => [],
  last: ({ receivedAt }) => [milliseconds(receivedAt)],
  text: ({ name, sha256 }) => [name, sha256],
  hex: () => [],
  file: ({ name }) => [name],
  user: () => [],
  id: ({ id, connectionId, serviceId }) => [id, connectionId, serviceId],
}

const STATES = new Map([
  ['connection.opened', 'open'],
  ['connection.closed', 'closed'],
])

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

const milliseconds = (time: Time) => (typeof time === 'number' ? time : Date.parse(time))

/** The message as it was sent: a preview may have been cut, be of bytes that are no text, or be escaped. */
function messageBytes({ type, preview, detail }: EntryFacts): string | null {
  const base64 = textOf(detail?.base64)
  if (base64 !== null) return bytesOfBase64(base64)
  const text = textOf(detail?.text) ?? preview
  if (text === null) return null
  return type.startsWith('message.') ? bytesOfPreview(text) : bytesOfText(text)
}
