import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { extractTexts } from './extract.ts'
import { mistakesIn } from './po-file.ts'
import { TRANSLATIONS } from './translations.ts'

const texts = await extractTexts()

test.each(TRANSLATIONS)('%s.po has a translation of every text, with the same placeholders', (language) => {
  const po = readFileSync(join(import.meta.dirname, `../src/locales/${language}.po`), 'utf8')
  expect(mistakesIn(po, texts, language)).toEqual([])
})
