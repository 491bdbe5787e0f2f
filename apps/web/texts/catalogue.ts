import PO from 'pofile'
import type { Catalogue } from '../src/language/catalogue.ts'

/** The catalogue that is in a .po file. What is not translated is left out. */
export function catalogueOf(po: string): Catalogue {
  const translated = PO.parse(po).items.filter(({ msgstr }) => msgstr.every((text) => text !== ''))
  return Object.fromEntries(translated.map((item) => [keyOf(item), formsOf(item.msgstr)]))
}

const formsOf = (forms: string[]) => (forms.length === 1 ? (forms[0] ?? '') : forms)

/** What the sources look a text up by: its forms in English, and its context where it has one. */
export const keyOf = ({ msgid, msgid_plural: plural, msgctxt: context }: Source) =>
  [msgid, plural, context].filter((part) => typeof part === 'string' && part !== '').join('\n')

type Source = { msgid: string; msgid_plural?: string | null | undefined; msgctxt?: string | null | undefined }
