import { MemoryPeer } from '@switchboard/netcore/testing'
import { describe, expect, it } from 'vitest'
import { chargen } from './chargen.ts'
import { pattern, PATTERN_BYTES } from './pattern.ts'

const FIRST = String.raw` !"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_` + '`abcdefg'

describe('pattern', () => {
  const lines = pattern(2).toString('ascii').split('\r\n').slice(0, -1)

  it('begins as RFC 864 shows, each line one character later', () => {
    expect(lines[0]).toBe(FIRST)
    expect(lines[1]).toBe(`${FIRST.slice(1)}h`)
    expect(lines[24]).toBe(
      String.raw`89:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_` + '`abcdefghijklmnopqrstuvwxyz{|}~ ',
    )
  })

  it('has 72 characters in every line and comes back after 95', () => {
    expect(new Set(lines.map((line) => line.length))).toEqual(new Set([72]))
    expect(lines).toHaveLength(190)
    expect(lines.slice(95)).toEqual(lines.slice(0, 95))
    expect(pattern(1)).toHaveLength(PATTERN_BYTES)
  })
})

describe('on a stream', () => {
  it('goes on without a seam until the peer ends its side', async () => {
    const peer = new MemoryPeer(chargen)
    const blocks = [await peer.replyBytes(), await peer.replyBytes(), await peer.replyBytes()]
    const bytes = Buffer.concat(blocks)
    expect(bytes).toEqual(pattern(bytes.length / PATTERN_BYTES))
    peer.end()
    expect((await peer.closed).closeReason).toBe('peer-closed')
  })

  it('reads what the peer says and drops it', async () => {
    const peer = new MemoryPeer(chargen)
    peer.send('quiet!')
    await peer.replyBytes()
    peer.end()
    expect(await peer.closed).toMatchObject({ bytesIn: 6, closeReason: 'peer-closed' })
  })
})

describe('on UDP', () => {
  async function lengths(options: Record<string, unknown>, datagram: string): Promise<number[]> {
    const peer = new MemoryPeer(chargen, options, 'udp')
    const found: number[] = []
    for (let count = 0; count < 200; count++) {
      peer.send(datagram)
      const reply = await peer.replyBytes()
      expect(reply).toEqual(pattern(1).subarray(0, reply.length))
      found.push(reply.length)
    }
    return found
  }

  it('answers each datagram with a random number of characters, never more than came', async () => {
    const found = await lengths({}, 'x'.repeat(40))
    expect(Math.max(...found)).toBeLessThanOrEqual(40)
    expect(new Set(found).size).toBeGreaterThan(10)
    expect(Math.max(...(await lengths({}, 'x'.repeat(2000))))).toBeLessThanOrEqual(512)
  })

  it('answers with up to 512 characters where amplification is allowed', async () => {
    const found = await lengths({ amplification: true }, 'x')
    expect(Math.max(...found)).toBeGreaterThan(200)
    expect(Math.max(...found)).toBeLessThanOrEqual(512)
  })
})
