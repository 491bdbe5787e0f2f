import { compileTranslation, type CompiledElement } from 'wuchale/compiler'
import toRuntime from 'wuchale/runtime'
import type { Catalogue } from './catalogue.ts'
import { isPseudo, language, type Language } from './language.ts'
import { recognise, sentencesAmong } from './sentences.ts'

/** English is in the sources. */
const CATALOGUES: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => Promise.resolve({ default: {} }),
  de: () => import('../locales/de.po'),
  'zh-Hans': () => import('../locales/zh-Hans.po'),
}

// Everything that says something imports this module, and so waits until its words are there.
const { default: catalogue } = await CATALOGUES[language]().catch(() => CATALOGUES.en())
const pseudo = isPseudo ? (await import('./pseudo.ts')).pseudo : null

if (typeof document !== 'undefined') document.documentElement.lang = language

const categories = new Intl.PluralRules(language)
const order = (['zero', 'one', 'two', 'few', 'many', 'other'] as const).filter((category) =>
  categories.resolvedOptions().pluralCategories.includes(category),
)

/** Which of a text's forms a number takes. */
const formOf = (count: number) => order.indexOf(categories.select(count))

/** A key is the text in English, with the context it has in a further line. */
const inEnglish = (key: string) => key.split('\n')[0] ?? ''

function lookUp(key: string): CompiledElement {
  const found = catalogue[key]
  const text = typeof found === 'string' ? found : inEnglish(key)
  const compiled = compileTranslation(text, text)
  return pseudo ? pseudo(compiled) : compiled
}

const compiled = new Map<string, CompiledElement>()

/** Placeholders are found once for each text. */
function compiledOf(key: string): CompiledElement {
  const known = compiled.get(key) ?? lookUp(key)
  compiled.set(key, known)
  return known
}

function pluralsOf(key: string): string[] {
  const found = catalogue[key]
  const forms = found === undefined ? key.split('\n') : [found].flat()
  return pseudo ? forms.map((form) => String(pseudo(form))) : forms
}

const byKey = new Proxy<CompiledElement[]>([], { get: (_, key) => compiledOf(String(key)) })

/** What the sources' texts are looked up with, once they are built (texts/transformer.ts). */
export const texts = Object.assign(toRuntime({ c: byKey, p: formOf }, language), { p: pluralsOf })

/** Marks a text that does not look like one, such as a single word without a capital. */
export const t = (text: string): string => text

/** A text that is not in the dashboard's sources but comes from the server's: English where nobody translated it. */
export const told = (english: string): string => (english === '' ? '' : texts(english as unknown as number))

const sentences = sentencesAmong(Object.keys(catalogue))

/** The same for what the server says of a failure, with values in it (texts/server-sentences.ts). */
export const toldSentences = (english: string): string =>
  recognise(english, sentences)
    .map((one) => ('text' in one ? one.text : texts(one.key as unknown as number, one.values)))
    .join(' ')
