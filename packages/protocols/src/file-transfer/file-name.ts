import { Refusal, shown } from './refusal.ts'

const MOST_BYTES = 255
/** Of Unix and Windows, with the colon of drives and streams. */
const SEPARATORS = /[/\\:]/
/** Control characters, line separators, and those that turn the direction of writing, so that exe looks like txt. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
/** Windows takes these for devices, whatever follows a dot. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)/i

/**
 * Checks a name from outside. It is one component of a path on any system, also after the compatibility forms of
 * Unicode (a full-width solidus is one). It is kept as given and only ever shown, never a path on this disk. Throws Refusal.
 */
export function checkFileName(name: string): void {
  const fault = faultOf(name) ?? faultOf(name.normalize('NFKC'))
  if (fault) throw new Refusal('name-not-allowed', `file_name is ${shown(name)}: ${fault}`)
}

function faultOf(name: string): string | undefined {
  const bytes = Buffer.byteLength(name)
  if (!name.isWellFormed()) return 'it is not whole Unicode, half of a pair is missing'
  if (bytes < 1 || bytes > MOST_BYTES) return `1 to ${MOST_BYTES} bytes of UTF-8 are allowed, it has ${bytes}`
  if (name === '.' || name === '..') return 'it means a folder, give the file a name'
  if (SEPARATORS.test(name)) return 'give the name alone, without folder, drive or stream'
  if (UNPRINTABLE.test(name)) return 'leave out control characters'
  if (DEVICE.test(name)) return 'it means a device on Windows, choose another'
  return undefined
}
