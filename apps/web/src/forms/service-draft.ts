import type { Protocol, Service, ServiceInput, ServicePatch } from '@switchboard/contract'
import { fieldsOf } from './schema-fields.ts'
import type { JsonSchema } from './json-schema.ts'
import {
  findListenErrors,
  freeName,
  freePort,
  LOOPBACK,
  toDraft,
  toListen,
  type ListenDraft,
} from './listen.ts'
import type { FieldError } from './field-error.ts'
import { findErrors, initialValues, toBody, type Values } from './values.ts'

/** What the forms of a service hold while somebody edits. */
export type ServiceDraft = { settings: Values; listen: ListenDraft[]; options: Values }

/** The controls of a service: its settings by the contract, its options by the protocol. */
export const optionFields = (protocol: Protocol) => fieldsOf(protocol.options as JsonSchema, '/options')
export const settingFields = (schema: JsonSchema) => fieldsOf(schema, '')

/**
 * A new service of a protocol: a name and a port that are free, TCP and UDP on the same port, loopback only. Where the
 * protocol needs a challenge, it has one to be filled in.
 */
export function newDraft(protocol: Protocol, services: readonly Service[], schema: JsonSchema): ServiceDraft {
  const port = freePort(protocol.defaultPort, services)
  const transports = protocol.transports.filter((transport) => transport !== 'unix')
  return {
    settings: initialValues(settingFields(schema), {
      name: freeName(protocol.id, services),
      ...(protocol.needsChallenge && { challenge: {} }),
    }),
    listen: transports.map((transport) => ({ transport, host: LOOPBACK, port, path: '' })),
    options: initialValues(optionFields(protocol)),
  }
}

export function draftOf(service: Service, protocol: Protocol, schema: JsonSchema): ServiceDraft {
  return {
    settings: initialValues(settingFields(schema), service as unknown as Values),
    listen: service.listen.map(toDraft),
    options: initialValues(optionFields(protocol), service.options),
  }
}

export function findDraftErrors(draft: ServiceDraft, protocol: Protocol, schema: JsonSchema): FieldError[] {
  return [
    ...findErrors(settingFields(schema), draft.settings),
    ...findListenErrors(draft.listen),
    ...findUnchallengeable(draft),
    ...findErrors(optionFields(protocol), draft.options),
  ]
}

/** Nobody can be challenged on UDP. */
function findUnchallengeable({ settings, listen }: ServiceDraft): FieldError[] {
  if (!settings['challenge']) return []
  return listen.flatMap(({ transport }, index) => {
    const message = 'On UDP nobody can be asked for a secret: remove this address, or ask for none.'
    return transport === 'udp' ? [{ path: `/listen/${index}/transport`, message }] : []
  })
}

export function toInput(draft: ServiceDraft, protocol: Protocol, schema: JsonSchema): ServiceInput {
  return { protocol: protocol.id, ...body(draft, protocol, schema) } as ServiceInput
}

/** Only what differs from the service; undefined when nothing does. */
export function toPatch(
  draft: ServiceDraft,
  service: Service,
  protocol: Protocol,
  schema: JsonSchema,
): ServicePatch | undefined {
  const before = body(draftOf(service, protocol, schema), protocol, schema)
  const after = body(draft, protocol, schema)
  const changed = Object.entries(after).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]),
  )
  return changed.length === 0 ? undefined : (Object.fromEntries(changed) as ServicePatch)
}

function body(draft: ServiceDraft, protocol: Protocol, schema: JsonSchema): Values {
  return {
    ...toBody(settingFields(schema), draft.settings),
    listen: draft.listen.map(toListen),
    options: toBody(optionFields(protocol), draft.options),
  }
}

/** Whether replies over UDP may be longer than requests here: forged senders could aim them at others. */
export const amplifies = (draft: ServiceDraft) =>
  draft.options['amplification'] === true && draft.listen.some(({ transport }) => transport === 'udp')

/**
 * The same request for a terminal, with the token of an admin in `$SWITCHBOARD_TOKEN`. Secrets are left out, and the API asks
 * for them: shells keep what was typed.
 */
export function toCurl(origin: string, input: ServiceInput): string {
  const json = JSON.stringify(input, (key, value: unknown) => (key === 'secret' ? null : value)).replaceAll(
    "'",
    String.raw`'\''`,
  )
  const headers = `-H "Authorization: Bearer $SWITCHBOARD_TOKEN" -H 'content-type: application/json'`
  return `curl -X POST ${origin}/api/v1/services ${headers} -d '${json}'`
}
