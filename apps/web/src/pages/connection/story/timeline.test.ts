import { CloseReason, type Connection } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { endingWords } from './ending-words.ts'
import { halfCloseWords, sideEndsOf, timeline } from './timeline.ts'

const closed = {
  transport: 'tcp',
  state: 'closed',
  closeReason: 'peer-closed',
  durationMs: 40,
  ...{ bytesIn: 5, bytesOut: 5, chunksIn: 2 },
} as Connection
const keys = (...of: Parameters<typeof timeline>) => timeline(...of).map(({ key }) => key)

test('a stream tells who ended first, and how long the other side went on', () => {
  const sides = sideEndsOf({ reason: 'peer-closed', peerEndedMs: 10, ownEndedMs: 25 })
  expect(keys(closed, sides)).toEqual(['begin', 'data', 'peer-end', 'own-end', 'end'])
  expect(halfCloseWords('peer-closed', sides)).toContain('Half-closed for 15 ms: the peer had ended')
  const turned = { peerEndedMs: 30, ownEndedMs: 2 }
  expect(keys({ ...closed, closeReason: 'protocol-finished' }, turned)).toEqual([
    'begin',
    'data',
    'own-end',
    'peer-end',
    'end',
  ])
  expect(halfCloseWords('protocol-finished', turned)).toContain('Half-closed for 28 ms, until the peer')
})

test('in the same millisecond the reason decides who was first', () => {
  const sides = { peerEndedMs: 3, ownEndedMs: 3 }
  expect(keys(closed, sides)[2]).toBe('peer-end')
  expect(halfCloseWords('peer-closed', sides)).toContain('the same millisecond')
  expect(keys({ ...closed, closeReason: 'protocol-finished' }, sides)[2]).toBe('own-end')
})

test('what is not on record is not told', () => {
  const none = sideEndsOf(null)
  expect(keys(closed, none)).toEqual(['begin', 'data', 'end'])
  expect(halfCloseWords('reset', none)).toBeNull()
  expect(halfCloseWords('killed', { peerEndedMs: null, ownEndedMs: 4 })).toContain('The peer never ended')
})

test('an open one is still open, and a datagram shakes no hands', () => {
  const open = { ...closed, state: 'open', closeReason: null, transport: 'udp' } as Connection
  const stations = timeline(open, sideEndsOf(null))
  expect(stations.map(({ title }) => title)).toEqual(['First datagram', 'Data', 'Open'])
  expect(stations[1]?.note).toBe('5 B in with 2 datagrams, 5 B out')
})

const reasons = CloseReason.enum

test.each(reasons)('%s is explained', (reason) => {
  for (const transport of ['tcp', 'udp', 'unix'] as const) {
    const { happened, means } = endingWords(reason, transport)
    expect(happened).toMatch(/\.$/)
    expect(means).toMatch(/\.$/)
    expect(timeline({ ...closed, transport, closeReason: reason }, sideEndsOf(null)).at(-1)?.key).toBe('end')
  }
})
