import { expect, test } from 'vitest'
import { isMappedRange, notationNote, proveMembership, type Proof } from './network-proof.ts'

const drawn = (proof: Proof | null) =>
  proof?.rows.map(({ label, text, groups }) => [
    label,
    text,
    groups.map((group) => group.map((digit) => digit.text).join('')).join(' '),
  ])

test('IPv4: address and network are the same under the mask', () => {
  const proof = proveMembership('10.1.2.3', '10.1.128.0/9')
  expect(drawn(proof)).toEqual([
    ['Address', '10.1.2.3', '00001010 00000001 00000010 00000011'],
    ['Mask /9', '255.128.0.0', '11111111 10000000 00000000 00000000'],
    ['Address AND mask', '10.0.0.0', '00001010 00000000 00000000 00000000'],
    ['Network of the range', '10.0.0.0', '00001010 00000000 00000000 00000000'],
  ])
  expect(proof).toMatchObject({ contains: true, bits: 9, base: 'binary' })
  expect(proof?.rows[0]?.groups.flat().filter(({ inPrefix }) => inPrefix === 'yes')).toHaveLength(9)
})

test('IPv4: the bits that differ are marked, and they alone', () => {
  const proof = proveMembership('192.0.3.7', '192.0.2.0/24')
  expect(proof?.contains).toBe(false)
  const differing = (row: number) =>
    proof?.rows[row]?.groups.flat().flatMap(({ differs }, index) => (differs ? [index] : []))
  expect([0, 1, 2, 3].map(differing)).toEqual([[], [], [23], [23]])
})

test('IPv6: in hexadecimal groups; a prefix may end within a digit', () => {
  const proof = proveMembership('2001:db8:0:ff::1', '2001:db8::/30')
  expect(drawn(proof)?.slice(2)).toEqual([
    ['Address AND mask', '2001:db8::', '2001 0db8 0000 0000 0000 0000 0000 0000'],
    ['Network of the range', '2001:db8::', '2001 0db8 0000 0000 0000 0000 0000 0000'],
  ])
  const prefix = proof?.rows[0]?.groups.flat().map(({ inPrefix }) => inPrefix)
  expect(prefix?.slice(6, 9)).toEqual(['yes', 'part', 'no'])
  expect(proof).toMatchObject({ contains: true, base: 'hexadecimal' })
})

test.each([
  ['0.0.0.0/0', true],
  ['203.0.113.9', true],
  ['203.0.113.8', false],
  ['203.0.113.8/31', true],
  ['::/0', undefined],
  ['nonsense', undefined],
])('203.0.113.9 in %s: %s', (range, contains) => {
  expect(proveMembership('203.0.113.9', range)?.contains).toBe(contains)
})

test('IPv4 mapped into IPv6 counts as IPv4, and a zone does not matter', () => {
  expect(proveMembership('::ffff:10.0.0.1', '10.0.0.0/8')?.contains).toBe(true)
  expect(proveMembership('fe80::1%eth0', 'fe80::/10')?.contains).toBe(true)
})

test('what is peculiar about how an address or a range is written is told', () => {
  expect(notationNote('::ffff:10.0.0.1')).toContain('is the IPv4 address 10.0.0.1')
  expect(notationNote('::ffff:a00:1')).toContain('is the IPv4 address 10.0.0.1')
  expect(notationNote('fe80::1%eth0')).toContain('%eth0')
  expect(['10.0.0.1', '2001:db8::1', 'nonsense'].map(notationNote)).toEqual([null, null, null])
  expect(['::ffff:10.0.0.0/104', '10.0.0.0/8', '2001:db8::/32', '::/0'].map(isMappedRange)).toEqual([
    true,
    false,
    false,
    false,
  ])
  expect(proveMembership('10.0.0.1', '::ffff:10.0.0.0/104')).toBeNull()
})

test('IPv6 of a whole /64, as bans by score take it', () => {
  const inside = proveMembership('2001:db8:0:1:ffff::7', '2001:db8:0:1::/64')
  const outside = proveMembership('2001:db8:0:2::7', '2001:db8:0:1::/64')
  expect([inside?.contains, outside?.contains]).toEqual([true, false])
  expect(inside?.rows[1]?.text).toBe('ffff:ffff:ffff:ffff::')
  const differing = outside?.rows[2]?.groups.flat().flatMap(({ differs }, index) => (differs ? [index] : []))
  expect(differing).toEqual([15])
})
