import { MemoryPeer } from '@switchboard/netcore/testing'
import { expect, it } from 'vitest'
import { greeting } from './greeting.ts'

const preset = (id: string) => greeting.presets.find((one) => one.id === id)?.options ?? {}

it('Welcome: one line with CR LF, then closes at once', async () => {
  for (const options of [{}, preset('welcome')]) {
    const peer = new MemoryPeer(greeting, options)
    expect(await peer.reply()).toBe('Welcome to Switchboard!\r\n')
    expect(await peer.closed).toMatchObject({ closeReason: 'protocol-finished', messagesIn: 0 })
  }
})

it('Hello: greets first, reads once, then closes', async () => {
  const peer = new MemoryPeer(greeting, preset('hello'))
  expect(await peer.reply()).toBe('hello')
  peer.send('x'.repeat(3000))
  expect(await peer.closed).toMatchObject({
    closeReason: 'protocol-finished',
    ...{ bytesOut: 5, messagesIn: 1, messagesOut: 1 },
  })
})

it('Hello: a peer that ends without a word is let go', async () => {
  const peer = new MemoryPeer(greeting, preset('hello'))
  peer.end()
  expect(await peer.closed).toMatchObject({ closeReason: 'peer-closed', messagesIn: 0 })
})

it('sends the message in UTF-8, as it is', async () => {
  const peer = new MemoryPeer(greeting, { message: 'Grüße\n\0' })
  expect(await peer.replyBytes()).toEqual(Buffer.from('Grüße\n\0'))
})
