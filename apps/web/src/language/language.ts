import { preferences, type Preference } from '../shell/preferences.svelte.ts'

export type Language = Exclude<Preference<'language'>, 'system'>

/** The languages of the dashboard, each by the name it gives itself. */
export const LANGUAGES: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  'zh-Hans': '简体中文',
}

/** Where dates are written as the dashboard writes them. */
const REGIONS: Record<Language, string> = { en: 'en-GB', de: 'de-DE', 'zh-Hans': 'zh-Hans-CN' }

/** Accented and longer English, in which tests find what is not translatable and what has no room. Nobody is offered it. */
const PSEUDO = 'pseudo'

/** Whether there is such a language. */
export const isLanguage = (value: string | null | undefined): value is Language =>
  value !== null && value !== undefined && Object.hasOwn(LANGUAGES, value)

/** Language and script: `de-AT` is `de-Latn`, `zh-CN` is `zh-Hans`. */
function scriptOf(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize()
  return `${language}-${script}`
}

/** The first that both have of what the browser prefers and what there is; English when there is none. */
export function preferredOf(tags: readonly string[]): Language {
  const known = Object.keys(LANGUAGES).filter(isLanguage)
  const found = tags.map((tag) => known.find((one) => scriptOf(one) === scriptOf(tag)))
  return found.find((one) => one !== undefined) ?? 'en'
}

/** `?lang=de` of the address comes first, then what was chosen, then the browser's languages. */
function choose(): Language {
  const chosen = [asked, preferences.get('language')].find(isLanguage)
  return chosen ?? preferredOf(isPseudo || !inBrowser ? [] : navigator.languages)
}

/** Unit tests read the dashboard's modules outside one, whatever their machine speaks. */
const inBrowser = typeof document !== 'undefined'
const asked = inBrowser ? new URLSearchParams(location.search).get('lang') : null

export const isPseudo = asked === PSEUDO

/** What the dashboard speaks, until it is loaded again. */
export const language = choose()

/** The same for `Intl`, of numbers and words. */
export const region = REGIONS[language]
