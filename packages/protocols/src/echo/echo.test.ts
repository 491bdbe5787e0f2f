import { MemoryPeer } from '@switchboard/netcore/testing'
import { expect, it } from 'vitest'
import { echo } from './echo.ts'

it('sends back every byte until the peer ends its side, then closes', async () => {
  const peer = new MemoryPeer(echo)
  peer.send('hello')
  expect(await peer.reply()).toBe('hello')
  peer.send(Buffer.from([0, 255, 10, 13]))
  expect(await peer.replyBytes()).toEqual(Buffer.from([0, 255, 10, 13]))
  peer.end()
  expect(await peer.closed).toMatchObject({
    closeReason: 'peer-closed',
    bytesIn: 9,
    bytesOut: 9,
    messagesIn: 2,
  })
})

it('keeps line endings as they came', async () => {
  const peer = new MemoryPeer(echo, { framing: { kind: 'lines', maxBytes: 100 } })
  peer.send('one\r\ntwo\nthree')
  peer.end()
  expect([await peer.reply(), await peer.reply(), await peer.reply()]).toEqual(['one\r\n', 'two\n', 'three'])
})

it('closes as protocol-error on a line that is too long, and says so', async () => {
  const peer = new MemoryPeer(echo, { framing: { kind: 'lines', maxBytes: 4 } })
  peer.send('12345\n')
  expect(await peer.closed).toMatchObject({
    closeReason: 'protocol-error',
    error: 'a line is longer than 4 bytes',
  })
})

it('answers every datagram, the empty one too', async () => {
  const peer = new MemoryPeer(echo, {}, 'udp')
  peer.send('')
  expect(await peer.replyBytes()).toHaveLength(0)
  peer.send('ping')
  expect(await peer.reply()).toBe('ping')
})
