import { MemoryPeer } from '@switchboard/netcore/testing'
import { expect, it } from 'vitest'
import { timeOf } from './rfc868.ts'
import { time } from './time.ts'

it.each([
  // The examples of RFC 868.
  ['1970-01-01T00:00:00Z', 2_208_988_800],
  ['1976-01-01T00:00:00Z', 2_398_291_200],
  ['1980-01-01T00:00:00Z', 2_524_521_600],
  ['1983-05-01T00:00:00Z', 2_629_584_000],
  ['1858-11-17T00:00:00Z', -1_297_728_000 + 2 ** 32],
  // Where 32 bits begin anew.
  ['2036-02-07T06:28:15.999Z', 2 ** 32 - 1],
  ['2036-02-07T06:28:16Z', 0],
  ['2036-02-07T06:28:17Z', 1],
  ['2172-03-15T12:56:32Z', 0],
])('says %s as %i', (date, seconds) => {
  expect(timeOf(new Date(date)).readUInt32BE()).toBe(seconds)
})

it('puts the most significant byte first', () => {
  expect(timeOf(new Date('1900-01-01T00:00:01Z'))).toEqual(Buffer.from([0, 0, 0, 1]))
})

const secondsNow = () => Math.floor(Date.now() / 1000) + 2_208_988_800

it('sends four bytes at once, without a question, and closes', async () => {
  const before = secondsNow()
  const peer = new MemoryPeer(time)
  const bytes = await peer.replyBytes()
  expect(bytes).toHaveLength(4)
  expect(bytes.readUInt32BE()).toBeGreaterThanOrEqual(before)
  expect(bytes.readUInt32BE()).toBeLessThanOrEqual(secondsNow())
  expect(await peer.closed).toMatchObject({ closeReason: 'protocol-finished', bytesOut: 4 })
})

it('answers every datagram, the empty one too', async () => {
  const peer = new MemoryPeer(time, {}, 'udp')
  for (const datagram of ['', 'what?']) {
    peer.send(datagram)
    expect(await peer.replyBytes()).toHaveLength(4)
  }
})
