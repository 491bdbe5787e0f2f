import { describe, expect, it } from 'vitest'
import { BanList } from './ban-list.ts'
import { hostNetwork } from './network.ts'

function banList(networks: string[], safe: string[] = []): BanList {
  const list = new BanList()
  list.replace(networks, safe)
  return list
}

describe('a list of bans', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7/32'],
    ['192.0.2.8', '192.0.2.0/25'],
    ['192.0.2.200', null],
    ['::ffff:192.0.2.7', '192.0.2.7/32'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', null],
    ['fe80::1%eth0', null],
    [null, null],
  ])('finds the longest network that has %s', (address, found) => {
    const list = banList(['192.0.2.0/25', '192.0.2.7/32', '2001:db8:1:2::/64'])
    expect(list.find(address)).toBe(found)
  })

  it('lets safe addresses be, whatever is banned', () => {
    const list = banList(['10.0.0.0/8', '10.1.2.3/32'], ['10.1.2.0/24', '::1'])
    expect(list.find('10.1.2.3')).toBe(null)
    expect(list.find('10.1.3.3')).toBe('10.0.0.0/8')
  })

  it('forgets what is lifted, and only that', () => {
    const list = banList(['10.0.0.1/32', '10.0.0.2/32'])
    list.delete('10.0.0.1/32')
    list.add('10.0.0.0/30')
    expect(list.find('10.0.0.1')).toBe('10.0.0.0/30')
    expect(list.find('10.0.0.2')).toBe('10.0.0.2/32')
    expect(list.networks().toSorted()).toEqual(['10.0.0.0/30', '10.0.0.2/32'])
    for (const network of list.networks()) list.delete(network)
    expect(list.find('10.0.0.2')).toBe(null)
  })
})

it('counts an address of IPv4 for itself, and one of IPv6 with all of its /64', () => {
  expect(hostNetwork('192.0.2.7')).toBe('192.0.2.7/32')
  expect(hostNetwork('::ffff:192.0.2.7')).toBe('192.0.2.7/32')
  expect(hostNetwork('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
})
