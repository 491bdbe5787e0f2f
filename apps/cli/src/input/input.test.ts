import { expect, test } from 'vitest'
import { InputDocument } from './document.ts'
import { parseCount, parseDuration } from './duration.ts'
import { parseListenAddress } from './listen-address.ts'
import { nearest } from './nearest.ts'
import { settings, withSettings, type Setting } from './setting.ts'

test.each([
  ['0', 0],
  ['250ms', 250],
  ['1.5s', 1500],
  ['2m', 120_000],
  ['1h', 3_600_000],
])('%s is %d milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['5', '-1s', '5 s', '1d', 'soon', ''])('%j is no time', (text) => {
  expect(() => parseDuration(text)).toThrow('such as 250ms')
})

test('a count is whole and not too small', () => {
  expect(parseCount(1)('50')).toBe(50)
  for (const text of ['0', '1.5', '-1', '1e3', '']) expect(() => parseCount(1)(text)).toThrow('from 1 on')
})

test.each([
  ['tcp:7007', { transport: 'tcp', port: 7007 }],
  ['udp:0.0.0.0:53', { transport: 'udp', host: '0.0.0.0', port: 53 }],
  ['tcp:[::1]:0', { transport: 'tcp', host: '::1', port: 0 }],
  ['unix:echo.sock', { transport: 'unix', path: 'echo.sock' }],
])('%s is an address', (text, address) => {
  expect(parseListenAddress(text)).toEqual(address)
})

test.each(['7007', 'tcp:', 'tcp:x', 'tcp:70000', 'tcp:::1:7', 'sctp:7', 'unix:'])('%j is none', (text) => {
  expect(() => parseListenAddress(text)).toThrow('such as tcp:7007')
})

test('settings reach into what is there and keep the rest', () => {
  const given = [
    'limits.maxConnections=10',
    'description=two words',
    'tags=[a, b]',
    'challenge=null',
    'options.x.y=true',
  ]
  const list = given.reduce<Setting[]>((before, text) => settings(text, before), [])
  expect(withSettings({ limits: { idleTimeoutMs: 1 }, options: 3 }, list)).toEqual({
    limits: { idleTimeoutMs: 1, maxConnections: 10 },
    description: 'two words',
    tags: ['a', 'b'],
    challenge: null,
    options: { x: { y: true } },
  })
  expect(() => settings('limits')).toThrow('such as limits.maxConnections=10')
})

test('a setting cannot reach the prototype of everything', () => {
  expect(() => settings('__proto__.polluted=true')).toThrow()
  const made = withSettings({ options: {} }, settings('options.__proto__.polluted=true'))
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(JSON.stringify(made)).toBe('{"options":{}}')
})

test('a slip finds the name that was meant, another word none', () => {
  expect(nearest('ech-lab', ['echo-lab', 'chat'])).toBe('echo-lab')
  expect(nearest('Echo-Lba', ['echo-lab', 'chat'])).toBe('echo-lab')
  expect(nearest('lba', ['lab'])).toBe('lab')
  expect(nearest('printer', ['echo-lab', 'chat'])).toBeNull()
})

test('a document knows the lines of its parts, and the nearest of what is missing', () => {
  const document = new InputDocument('s.yaml', 'services:\n  - name: a\n    listen:\n      - port: 1\n')
  expect(document.place(['services', 0, 'listen', 0, 'port'])).toBe('s.yaml:4:15')
  expect(document.place(['services', 0, 'protocol'])).toBe('s.yaml:2:5')
  expect(document.place([])).toBe('s.yaml')
})

test('a document with a mistake, a key twice or a bomb of aliases is refused', () => {
  expect(() => new InputDocument('s.yaml', 'a: [')).toThrow(/s\.yaml: .*line 1/s)
  expect(() => new InputDocument('s.yaml', 'a: 1\na: 2')).toThrow('unique')
  const bomb = [
    'a: &a [x]',
    ...'bcdefgh'.split('').map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[at]}`)}]`),
  ]
  expect(() => new InputDocument('s.yaml', bomb.join('\n')).value).toThrow('s.yaml: Excessive alias count')
})
