import { MemoryPeer } from '@switchboard/netcore/testing'
import { expect, it } from 'vitest'
import { challenge } from './challenge.ts'

it('echoes whatever an accepted peer says, until it ends', async () => {
  const peer = new MemoryPeer(challenge)
  peer.send('ping')
  expect(await peer.reply()).toBe('ping')
  peer.end()
  expect(await peer.closed).toMatchObject({ closeReason: 'peer-closed', bytesIn: 4, bytesOut: 4 })
})

it('closes at once where only the answer counts', async () => {
  const peer = new MemoryPeer(challenge, { then: 'close' })
  expect(await peer.closed).toMatchObject({ closeReason: 'protocol-finished', bytesOut: 0 })
})

it('takes no other continuation', () => {
  expect(() => new MemoryPeer(challenge, { then: 'shell' })).toThrow('/options/then')
})
