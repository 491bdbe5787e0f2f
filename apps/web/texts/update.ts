import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { extractTexts } from './extract.ts'
import { mistakesIn, updated } from './po-file.ts'
import { TRANSLATIONS } from './translations.ts'

// npm run texts: brings the dashboard's texts into the catalogues, and tells what is left to translate.

const LOCALES = join(import.meta.dirname, '../src/locales')

const texts = await extractTexts()
for (const language of TRANSLATIONS) {
  const file = join(LOCALES, `${language}.po`)
  writeFileSync(file, updated(readFileSync(file, 'utf8'), texts, language))
  const mistakes = mistakesIn(readFileSync(file, 'utf8'), texts, language)
  for (const mistake of mistakes) console.log(mistake)
  console.log(
    `${language}: ${mistakes.length} to do of ${new Set(texts.map(({ forms }) => forms.join())).size}`,
  )
}
