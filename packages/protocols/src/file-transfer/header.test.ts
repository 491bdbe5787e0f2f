import { describe, expect, it } from 'vitest'
import { HOSTILE_NAMES } from '../../fixtures/hostile-names.ts'
import { parseHeader } from './header.ts'

const parse = (text: string) => parseHeader(Buffer.from(text))
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

describe('a header that is taken', () => {
  it.each([
    ['{"file_name":"a","file_size":5}', { op: 'upload', name: 'a', bytes: 5, sha256: null, offset: 0 }],
    [
      '{"file_path":"/home/me/a","file_name":"a","file_size":0,"x":[1.5,{"y":-1}]}',
      { op: 'upload', name: 'a', bytes: 0, sha256: null, offset: 0 },
    ],
    [
      `{"op":"upload","file_name":"ä","file_size":9007199254740991,"offset":7,"sha256":"${'AB'.repeat(32)}"}`,
      { op: 'upload', name: 'ä', bytes: 9007199254740991, sha256: 'ab'.repeat(32), offset: 7 },
    ],
    [' {"op":"download","file_name":"a","offset":3} ', { op: 'download', name: 'a', offset: 3 }],
    ['{"op":"stat","file_name":"a"}', { op: 'stat', name: 'a' }],
    ['{"op":"list"}', { op: 'list' }],
  ])('%s', (text, header) => expect(parse(text)).toEqual(header))

  it('may be nested 8 deep, with brackets in its strings', () => {
    const text = `{"op":"list","s":"[[[[[[[[{\\"","x":${'['.repeat(7)}${']'.repeat(7)}}`
    expect(parse(text)).toEqual({ op: 'list' })
  })
})

describe('a header that is refused', () => {
  it.each([
    ['', 'header-not-json'],
    ['hello', 'header-not-json'],
    ['{"op":"list"', 'header-not-json'],
    ['{"op":"list"}{"op":"list"}', 'header-not-json'],
    ['{"op":"list",}', 'header-not-json'],
    ['\ufeff{"op":"list"}', 'header-not-json'],
    ['[]', 'header-field'],
    ['null', 'header-field'],
    ['"x"', 'header-field'],
    ['7', 'header-field'],
    ['{}', 'header-field'],
    ['{"op":"delete","file_name":"a"}', 'header-field'],
    ['{"op":1}', 'header-field'],
    ['{"file_size":5}', 'header-field'],
    ['{"file_name":"a"}', 'header-field'],
    ['{"file_name":5,"file_size":5}', 'header-field'],
    ['{"file_name":1.5,"file_size":5}', 'header-field'],
    ['{"file_name":["a"],"file_size":5}', 'header-field'],
    ['{"file_name":"a","file_size":5,"offset":6}', 'offset-wrong'],
    ['{"file_name":"a","file_size":5,"sha256":"abc"}', 'header-field'],
    ['{"file_name":"a","file_size":5,"sha256":5}', 'header-field'],
    ['{"file_name":"a","file_size":5,"__proto__":{"isAdmin":true}}', 'header-key'],
    ['{"file_name":"a","file_size":5,"x":{"constructor":{"prototype":{}}}}', 'header-key'],
    ['{"file_name":"a","file_size":5,"file_size":6}', 'header-key'],
    ['{"file_name":"a","file_size":5,"file_siz\\u0065":6}', 'header-key'],
    ['{"op":"list","x":{"y":1,"y":2}}', 'header-key'],
    [`{"op":"list","x":${'['.repeat(8)}${']'.repeat(8)}}`, 'header-too-deep'],
    ['['.repeat(8192), 'header-too-deep'],
  ])('%s: %s', (text, code) => expect(() => parse(text)).toThrow(refusal(code)))

  it.each([
    '-1',
    '1.5',
    '"12"',
    '1e3',
    '1.0',
    '-0',
    '1e308',
    '1e400',
    '9007199254740993',
    'null',
    'true',
    '[5]',
    '{}',
  ])('file_size %s', (size) =>
    expect(() => parse(`{"file_name":"a","file_size":${size}}`)).toThrow(refusal('header-field')),
  )

  it('one that is not UTF-8', () => {
    const bytes = Buffer.from('{"file_name":"a_","file_size":5}')
    bytes[15] = 0xff
    expect(() => parseHeader(bytes)).toThrow(refusal('header-not-json'))
  })

  it('says the field, the value and the remedy', () => {
    const text = '{"file_name":"a","file_size":-1}'
    expect(() => parse(text)).toThrow(/^file_size is "-1": a whole number from 0 to \d+ is allowed/)
  })
})

describe('a hostile name', () => {
  it.each(HOSTILE_NAMES.map(({ name, isTaken }) => [name, isTaken] as const))(
    '%j: taken %s',
    (name, isTaken) => {
      const read = () => parse(JSON.stringify({ file_name: name, file_size: 1 }))
      if (isTaken) expect(read()).toMatchObject({ name })
      else expect(read).toThrow(refusal('name-not-allowed'))
    },
  )

  it.each(['COM1', 'lpt9.tar.gz', 'COM¹', 'aux ', 'CONOUT$', 'a\u2028b', '\u007f', 'a／b', '℀', '：'])(
    '%j is refused, too',
    (name) =>
      expect(() => parse(JSON.stringify({ file_name: name, file_size: 1 }))).toThrow(
        refusal('name-not-allowed'),
      ),
  )

  it.each(['common.txt', 'console', 'COM', 'Ünïcode 日本.txt', '½.pdf', 'n'.repeat(255)])(
    '%j is none',
    (name) => {
      expect(parse(JSON.stringify({ file_name: name, file_size: 1 }))).toMatchObject({ name })
    },
  )
})
