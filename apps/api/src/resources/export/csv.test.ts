import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('cells are quoted where RFC 4180 wants it', () => {
  expect(csvLine(['plain', 'a "word"', 'a,b', 'two\r\nlines', '', null, 5, -5, true, { a: 'b' }])).toBe(
    'plain,"a ""word""","a,b","two\r\nlines",,,5,-5,true,"{""a"":""b""}"\r\n',
  )
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\0=1', '＝1', '＋1', '－1', '＠1'])(
  'a cell that begins like %j is quoted behind an apostrophe',
  (text) => expect(csvLine([text])).toBe(`"'${text}"\r\n`),
)

test('a formula cannot leave its quotes', () => {
  expect(csvLine(['=cmd|" /C calc"!A0', 'x'])).toBe(`"'=cmd|"" /C calc""!A0",x\r\n`)
})
