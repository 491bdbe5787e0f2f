import { expect, test } from 'vitest'
import { catalogueOf } from './catalogue.ts'
import { mistakesIn, updated } from './po-file.ts'

const text = (...forms: string[]) => ({ file: 'src/Part.svelte', forms, context: null, placeholders: [] })
const TEXTS = [text('Save'), text('{0} of <0/>'), text('# row', '# rows'), text('Save')]

const po = (body: string) => `msgid ""\nmsgstr ""\n"Language: de\\n"\n\n${body}`
const TRANSLATED = `
msgid "# row"
msgid_plural "# rows"
msgstr[0] "# Zeile"
msgstr[1] "# Zeilen"

msgid "{0} of <0/>"
msgstr "<0/>, davon {0}"

msgid "Save"
msgstr "Speichern"
`

test('what is translated stays, what is new is there to be translated, what is gone goes', () => {
  const before = po(`msgid "Save"\nmsgstr "Speichern"\n\nmsgid "Gone"\nmsgstr "Weg"\n`)
  const after = updated(before, TEXTS, 'de')
  expect(catalogueOf(after)).toEqual({ Save: 'Speichern' })
  expect(mistakesIn(after, TEXTS, 'de')).toEqual([
    'de.po: "{0} of <0/>" is not translated',
    'de.po: "# row" is not translated',
  ])
  expect(after.match(/msgid "Save"/g)).toHaveLength(1)
})

test('a translation keeps the placeholders, and has as many forms as its language', () => {
  expect(mistakesIn(po(TRANSLATED), TEXTS, 'de')).toEqual([])
  expect(catalogueOf(po(TRANSLATED))['# row\n# rows']).toEqual(['# Zeile', '# Zeilen'])
  expect(mistakesIn(po(TRANSLATED.replace('davon {0}', 'davon {1}')), TEXTS, 'de')).toEqual([
    'de.po: "{0} of <0/>" has other placeholders than "<0/>, davon {1}"',
  ])
  expect(mistakesIn(po(TRANSLATED), TEXTS, 'zh-Hans')).toEqual([
    'zh-Hans.po: "# row" needs 1 forms and has 2',
  ])
})

test('texts and catalogue are the same set', () => {
  expect(mistakesIn(po(TRANSLATED), [...TEXTS, text('New')], 'de')).toEqual([
    'de.po: "New" is not in it: npm run texts',
  ])
  expect(mistakesIn(po(TRANSLATED), TEXTS.slice(1, 3), 'de')).toEqual([
    'de.po: "Save" is no text any more: npm run texts',
  ])
})
