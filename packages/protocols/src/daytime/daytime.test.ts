import { MemoryPeer } from '@switchboard/netcore/testing'
import { expect, it } from 'vitest'
import { daytime } from './daytime.ts'

const CTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ 1-3]\d \d{2}:\d{2}:\d{2} \d{4}\r\n$/

it('sends one line at once, without a question, and closes', async () => {
  const peer = new MemoryPeer(daytime)
  expect(await peer.reply()).toMatch(CTIME)
  expect(await peer.closed).toMatchObject({ closeReason: 'protocol-finished', bytesOut: 26 })
})

it('reads the clock of the time zone asked for', async () => {
  const read = async (timeZone: string) => {
    const line = await new MemoryPeer(daytime, { clock: 'datetime', timeZone }).reply()
    expect(line).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\r\n$/)
    return Date.parse(`${line.trim().replace(' ', 'T')}Z`)
  }
  const hours = ((await read('Asia/Kathmandu')) - (await read('UTC'))) / 3_600_000
  expect(hours).toBeCloseTo(5.75, 1)
})

it('answers every datagram, the empty one too', async () => {
  const peer = new MemoryPeer(daytime, {}, 'udp')
  for (const datagram of ['', 'what?']) {
    peer.send(datagram)
    expect(await peer.reply()).toMatch(CTIME)
  }
})
