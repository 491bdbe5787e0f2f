import { Type } from 'typebox'

/** Names of today for zones that Intl lists under older ones only, and understands nevertheless. */
const NEWER = [
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Argentina/Catamarca',
  'America/Argentina/Cordoba',
  'America/Argentina/Jujuy',
  'America/Argentina/Mendoza',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
]

const NAMES = new Set(['UTC', ...[...Intl.supportedValuesOf('timeZone'), ...NEWER].sort()])

/** The option that says for which place a clock is read: an IANA name, null for the machine's own zone. */
export const TimeZone = Type.Union([Type.Enum([...NAMES]), Type.Null()], {
  default: null,
  title: 'Time zone',
  description: 'Empty: the time zone of this machine.',
})
