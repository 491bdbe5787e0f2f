import type { ListenAddress, Protocol } from '@switchboard/contract'
import { formatListen } from '../format/address.ts'
import type { Field } from './field.ts'
import type { JsonSchema } from './json-schema.ts'
import { toDraft, toListen } from './listen.ts'
import { optionFields, settingFields, type ServiceDraft } from './service-draft.ts'
import { valueWords } from './value-words.ts'
import type { Values } from './values.ts'

const plain = { description: '', required: true, nullable: false, default: undefined }

/** A service's settings as one form: what two versions of it are compared by. */
export function draftFields(protocol: Protocol, schema: JsonSchema): Field[] {
  const [name, ...others] = settingFields(schema)
  const listen: Field = { ...plain, kind: 'json', path: '/listen', key: 'listen', label: 'Addresses' }
  const label = `${protocol.title} options`
  const fields = optionFields(protocol)
  const options: Field = { ...plain, kind: 'group', path: '/options', key: 'options', label, fields }
  return [...(name ? [name] : []), listen, options, ...others]
}

/** What a draft holds, by those fields. */
export const draftValues = ({ settings, listen, options }: ServiceDraft): Values => ({
  ...settings,
  listen: listen.map(toListen),
  options,
})

/** And back. */
export function draftFrom({ listen, options, ...settings }: Values): ServiceDraft {
  return { settings, listen: (listen as ListenAddress[]).map(toDraft), options: options as Values }
}

/** What one of those fields holds, for a reader. */
export const draftWords = (field: Field, value: unknown): string =>
  field.path === '/listen'
    ? (value as ListenAddress[]).map(addressWords).join('; ')
    : valueWords(field, value)

const addressWords = (address: ListenAddress) => `${address.transport} ${formatListen(address)}`
