import { MemoryPeer } from '@switchboard/netcore/testing'
import { expect, it } from 'vitest'
import { discard } from './discard.ts'

it('reads and counts until the peer ends its side, and says nothing', async () => {
  const peer = new MemoryPeer(discard)
  peer.send('hello')
  peer.send(' world')
  peer.end()
  expect(await peer.closed).toMatchObject({
    closeReason: 'peer-closed',
    ...{ bytesIn: 11, chunksIn: 2, messagesIn: 2, bytesOut: 0, messagesOut: 0 },
  })
})

it('counts messages as the framing finds them', async () => {
  const peer = new MemoryPeer(discard, { framing: { kind: 'length-prefixed', bytes: 1 } })
  peer.send('\x02hi\x00\x03y')
  peer.send('ou')
  peer.end()
  expect(await peer.closed).toMatchObject({ closeReason: 'peer-closed', chunksIn: 2, messagesIn: 3 })
})

it('takes datagrams, the empty one too, without a reply', async () => {
  const peer = new MemoryPeer(discard, {}, 'udp')
  peer.send('')
  peer.send('hello')
  peer.end()
  expect(await peer.closed).toMatchObject({ messagesIn: 2, bytesOut: 0 })
})
