import { MemoryPeer } from '@switchboard/netcore/testing'
import { describe, expect, it } from 'vitest'
import { timestamp } from './timestamp.ts'

const preset = (id: string) => timestamp.presets.find((one) => one.id === id)?.options ?? {}

const CTIME = String.raw`[A-Z][a-z]{2} [A-Z][a-z]{2} [ 1-3]\d \d{2}:\d{2}:\d{2} \d{4}`
const DATETIME = String.raw`\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}`

describe('presets', () => {
  it('One-shot: [ctime]data, then closes', async () => {
    const peer = new MemoryPeer(timestamp, preset('one-shot'))
    peer.send('hello')
    expect(await peer.reply()).toMatch(new RegExp(`^\\[${CTIME}\\]hello$`))
    expect((await peer.closed).closeReason).toBe('protocol-finished')
  })

  it('One-shot: answers at most 1,024 bytes of a read', async () => {
    const peer = new MemoryPeer(timestamp, preset('one-shot'))
    peer.send('x'.repeat(3000))
    expect(await peer.reply()).toMatch(new RegExp(`\\]x{1024}$`))
  })

  it('One-shot: a silent peer is closed without a reply', async () => {
    const peer = new MemoryPeer(timestamp, { ...preset('one-shot'), receiveTimeoutMs: 20 })
    expect(await peer.closed).toMatchObject({ closeReason: 'protocol-finished', bytesOut: 0 })
  })

  it.each(['\n', '\r\n'])('Line: [ctime] line with its ending %j, then closes', async (ending) => {
    const peer = new MemoryPeer(timestamp, preset('line'))
    peer.send('hel')
    peer.send(`lo${ending}more`)
    expect(await peer.reply()).toMatch(new RegExp(`^\\[${CTIME}\\] hello${ending}$`))
    expect((await peer.closed).closeReason).toBe('protocol-finished')
  })

  it('Session: [datetime]:data for every read until the peer closes', async () => {
    const peer = new MemoryPeer(timestamp, preset('session'))
    for (const word of ['one', 'two']) {
      peer.send(word)
      expect(await peer.reply()).toMatch(new RegExp(`^\\[${DATETIME}\\]:${word}$`))
    }
    peer.end()
    expect((await peer.closed).closeReason).toBe('peer-closed')
  })

  it('Datagram: [ctime] data for every datagram, the empty one too', async () => {
    const peer = new MemoryPeer(timestamp, preset('datagram'), 'udp')
    peer.send('ping\n')
    expect(await peer.reply()).toMatch(new RegExp(`^\\[${CTIME}\\] ping\n$`))
    peer.send('')
    expect(await peer.reply()).toMatch(new RegExp(`^\\[${CTIME}\\] $`))
  })
})
