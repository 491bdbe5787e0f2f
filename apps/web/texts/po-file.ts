import PO from 'pofile'
import { isEquivalent, compileTranslation } from 'wuchale/compiler'
import { keyOf } from './catalogue.ts'
import type { Text } from './transformer.ts'

/** How many forms a text with a number has, and which one a number takes, for the programs of translators. */
const PLURAL_FORMS: Record<string, string> = {
  de: 'nplurals=2; plural=(n != 1);',
  'zh-Hans': 'nplurals=1; plural=0;',
}

const sourceOf = ({ forms: [msgid = '', msgid_plural], context }: Text) => ({
  msgid,
  msgid_plural,
  msgctxt: context,
})

/** A .po file with exactly these texts, each once. Translations that `before` has stay; those of texts that are gone go. */
export function updated(before: string, texts: readonly Text[], language: string): string {
  const old = PO.parse(before)
  const known = new Map(old.items.map((item) => [keyOf(item), item.msgstr]))
  const items = new Map<string, PO['items'][number]>()
  for (const text of texts) {
    const key = keyOf(sourceOf(text))
    const item = items.get(key) ?? itemOf(text, known.get(key))
    item.references = [...new Set([...item.references, text.file])]
    items.set(key, item)
  }
  const po = new PO()
  po.headers = {
    Language: language,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': '8bit',
    'Plural-Forms': old.headers['Plural-Forms'] || PLURAL_FORMS[language] || 'nplurals=2; plural=(n != 1);',
  }
  po.items = [...items.values()]
  return po.toString()
}

function itemOf(text: Text, translation: string[] | undefined): PO['items'][number] {
  const { msgid, msgid_plural, msgctxt } = sourceOf(text)
  const item = new PO.Item()
  item.msgid = msgid
  if (msgid_plural !== undefined) item.msgid_plural = msgid_plural
  if (msgctxt !== null) item.msgctxt = msgctxt
  item.msgstr = translation ?? ['']
  item.extractedComments = text.placeholders
  return item
}

/** What is wrong with a translation, each in a sentence: what is missing, what is too much, what has other placeholders. */
export function mistakesIn(po: string, texts: readonly Text[], language: string): string[] {
  const { items } = PO.parse(po)
  const wanted = new Set(texts.map((text) => keyOf(sourceOf(text))))
  const there = new Set(items.map(keyOf))
  const say = (text: string, what: string) => `${language}.po: ${JSON.stringify(text)} ${what}`
  return [
    ...[...wanted].filter((key) => !there.has(key)).map((key) => say(key, 'is not in it: npm run texts')),
    ...[...there]
      .filter((key) => !wanted.has(key))
      .map((key) => say(key, 'is no text any more: npm run texts')),
    ...items.flatMap((item) => mistakesOf(item, language).map((mistake) => say(item.msgid, mistake))),
  ]
}

function mistakesOf({ msgid, msgid_plural, msgstr }: PO['items'][number], language: string): string[] {
  if (msgstr.length === 0 || msgstr.some((form) => form === '')) return ['is not translated']
  const wanted = msgid_plural ? new Intl.PluralRules(language).resolvedOptions().pluralCategories.length : 1
  if (msgstr.length !== wanted) return [`needs ${wanted} forms and has ${msgstr.length}`]
  return msgstr
    .filter((form) => !isSame(msgid_plural ?? msgid, form))
    .map((form) => `has other placeholders than ${JSON.stringify(form)}`)
}

/** The same placeholders, in any order; a form for 1 may do without its `#`. */
const isSame = (english: string, translation: string) =>
  isEquivalent(
    [compileTranslation(english, english)].flat(),
    [compileTranslation(translation, translation)].flat(),
  ) &&
  (english.includes('#') || !translation.includes('#'))
