import { filterLanguage } from '../components/filter/language.ts'
import type { PaletteItem } from './palette-item.ts'

/** An address, a network or `10.0.*`, perhaps with a port; of IPv6, with a port in brackets only. */
const WITH_PORT = /^(?:([\d.]+)|\[([\da-f:.]+)\]):(\d{1,5})$/i
const ADDRESS = /^[\d.*]+(?:\/\d+)?$|^[\da-f:.]*:[\da-f:.]*:[\da-f:.]*(?:\/\d+)?$/i
const CONNECTION = /^con_[\dA-Z]+$/i
const SEQ = /^\d+$/
/** Something like `svc:` or `bytes>4k`. */
const TERM = /(?:^|[\s(-])[a-z]+(?::|=|!=|[<>~])/i

/**
 * What a text can mean that is the name of nothing: an address, an id, the number of an entry, a filter. `isSure` says
 * that it hardly means anything else.
 */
export async function typedItems(text: string): Promise<{ items: PaletteItem[]; isSure: boolean }> {
  if (text === '') return { items: [], isSure: false }
  const exact = [...(await peerItems(text)), ...idItems(text)]
  const filters = exact.length > 0 ? [] : await filterItems(text)
  const isSure = exact.length > 0 || (filters.length > 0 && TERM.test(text))
  return { items: [...exact, ...filters], isSure }
}

async function peerItems(text: string): Promise<PaletteItem[]> {
  const filter = peerFilter(text)
  if (filter === null || !(await isFilter(filter))) return []
  const q = encodeURIComponent(filter)
  return [
    item('peer.open', `Open connections of ${text}`, `/connections?q=${q}`),
    item('peer.past', `Past connections of ${text}`, `/connections?tab=recent&q=${q}`),
    item('peer.live', `Journal of ${text}`, `/live?q=${q}`),
  ]
}

/** The filter that finds what looks like a peer; null for what does not. */
function peerFilter(text: string): string | null {
  const [, v4, v6, port] = WITH_PORT.exec(text) ?? []
  if (port !== undefined) return `peer:${v4 ?? v6 ?? ''} port:${port}`
  return ADDRESS.test(text) ? `peer:${text}` : null
}

function idItems(text: string): PaletteItem[] {
  if (CONNECTION.test(text)) return [item('connection', `Connection ${text}`, `/connections/${text}`)]
  return SEQ.test(text) ? [item('seq', `Entry ${text} of the journal`, `/live?seq=${text}`)] : []
}

async function filterItems(text: string): Promise<PaletteItem[]> {
  if (!(await isFilter(text))) return []
  return [item('filter', `Filter the live log by ${text}`, `/live?q=${encodeURIComponent(text)}`)]
}

async function isFilter(text: string): Promise<boolean> {
  const { parseFilter } = await filterLanguage()
  return parseFilter(text, { subject: 'journal' }).error === null
}

const item = (id: string, words: string, href: string): PaletteItem => ({
  id: `typed.${id}`,
  group: 'typed',
  words,
  href,
})
