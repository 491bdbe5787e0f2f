import { describe, expect, it } from 'vitest'
import { catalogue } from '../fixtures/catalogue.ts'
import { Caller } from '../fixtures/clients.ts'
import { EngineRoom, portOf } from '../fixtures/room.ts'
import { MemoryPeer } from './testing.ts'

const found = catalogue.get('reader')
if (!found) throw new Error('The fixtures have no protocol "reader".')
const protocol = found

const ask = async (_topic: string, body: unknown) => Number(body) * 2

/** Everything the protocol sends when the stream arrives cut like this. */
async function talk(chunks: Buffer[]): Promise<string> {
  const peer = new MemoryPeer(protocol, {}, 'tcp', ask)
  for (const chunk of chunks) peer.send(chunk)
  peer.end()
  await peer.closed
  const replies: string[] = []
  for (;;) {
    const reply = await peer.reply().catch(() => undefined)
    if (reply === undefined) return replies.join('')
    replies.push(reply)
  }
}

describe('reading by the byte', () => {
  const stream = Buffer.from('\x03abc\x00\x09switchers')

  it('gives the same wherever the stream is cut', async () => {
    const whole = await talk([stream])
    expect(whole).toBe('abc=6;=0;switchers=18;')
    for (let cut = 1; cut < stream.length; cut++)
      expect(await talk([stream.subarray(0, cut), stream.subarray(cut)])).toBe(whole)
    expect(await talk(Array.from(stream, (byte) => Buffer.from([byte])))).toBe(whole)
  })

  it('counts the messages that the protocol finds, not its reads', async () => {
    const peer = new MemoryPeer(protocol, {}, 'tcp', ask)
    peer.send(stream)
    peer.end()
    expect(await peer.closed).toMatchObject({ messagesIn: 3, messagesOut: 3, bytesIn: 15, bytesOut: 22 })
  })

  it('ends on record when the peer ends in the middle', async () => {
    const peer = new MemoryPeer(protocol, {}, 'tcp', ask)
    peer.send('\x05ab')
    peer.end()
    expect(await peer.closed).toMatchObject({ closeReason: 'protocol-error', error: '3 bytes are missing' })
  })
})

describe('a question to the manager', () => {
  it('is answered, or refused with the reason', async () => {
    const room = await EngineRoom.open()
    const service = await room.start('reader')
    const caller = await Caller.to(portOf(service))
    expect(await caller.send('\x01a').read(4)).toBe('a=2;')
    caller.socket.end('\x0a0123456789')
    await caller.closed
    expect(await room.ended(service)).toMatchObject({
      closeReason: 'protocol-error',
      error: 'Nobody answers refuse here.',
    })
  })
})
