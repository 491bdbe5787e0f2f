/** The languages that have a catalogue; src/language/language.ts offers them. English is in the sources. */
export const TRANSLATIONS = ['de', 'zh-Hans']
