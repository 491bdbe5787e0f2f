import { expect, it } from 'vitest'
import { addressKey, formatRange, networkRange } from './address.ts'

it('sorts addresses of a family by number, and IPv4 before IPv6', () => {
  const sorted = [
    '9.0.0.1',
    '10.0.0.2',
    '::ffff:10.0.0.10',
    '255.255.255.255',
    '::1',
    '2001:db8::a',
    'fe80::1%eth0',
  ]
  expect(sorted.map(addressKey)).toEqual(sorted.map(addressKey).toSorted())
  expect(addressKey('::ffff:10.0.0.10')).toBe(addressKey('10.0.0.10'))
  expect(addressKey('fe80::1%eth0')).toBe(addressKey('FE80:0::1'))
})

it.each([
  '',
  'here',
  '10.1',
  '0x0a.0.0.1',
  '010.0.0.1',
  '10.0.0.256',
  '10.0.0.7:80',
  '10.0.0.7%1:',
  ':::',
  'a::b::c',
])('%j is no address', (text) => {
  expect([addressKey(text), networkRange(text)]).toEqual([null, null])
})

it.each([
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '::/129',
  '::ffff:10.0.0.0/95',
  '10.0.0.0/8.5',
])('%s is no network', (text) => {
  expect(networkRange(text)).toBeNull()
})

it.each([
  ['10.9.9.9/8', '10.0.0.0', '10.255.255.255', '10.0.0.0/8'],
  ['10.0.0.7/31', '10.0.0.6', '10.0.0.7', '10.0.0.6/31'],
  ['10.0.0.7', '10.0.0.7', '10.0.0.7', '10.0.0.7'],
  ['10.0.0.7/32', '10.0.0.7', '10.0.0.7', '10.0.0.7'],
  ['0.0.0.0/0', '0.0.0.0', '255.255.255.255', '0.0.0.0/0'],
  ['::ffff:10.0.0.0/104', '10.0.0.0', '10.255.255.255', '10.0.0.0/8'],
  ['2001:DB8::7/33', '2001:db8::', '2001:db8:7fff:ffff:ffff:ffff:ffff:ffff', '2001:db8::/33'],
])('%s is from %s to %s', (text, from, to, usual) => {
  const range = networkRange(text)
  expect(range).toEqual({ from: addressKey(from), to: addressKey(to) })
  expect(range && formatRange(range)).toBe(usual)
})
