import { createHash } from 'node:crypto'
import { readFileSync, truncateSync } from 'node:fs'
import { MemoryPeer } from '@switchboard/netcore/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FileHost } from '../../fixtures/file-host.ts'
import { fileTransfer } from './file-transfer.ts'

function length(value: number, endian = 'little'): Buffer {
  const bytes = Buffer.alloc(4)
  if (endian === 'little') bytes.writeInt32LE(value | 0)
  else bytes.writeInt32BE(value | 0)
  return bytes
}

function message(header: Record<string, unknown> | string, body = '', endian = 'little'): Buffer {
  const bytes = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  return Buffer.concat([length(bytes.length, endian), bytes, Buffer.from(body)])
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const peerOf = (host: FileHost, options: Record<string, unknown> = {}) =>
  new MemoryPeer(fileTransfer, options, 'tcp', host.ask)
const HELLO = message({ file_name: 'hello.txt', file_size: 5 }, 'hello')
/** The entries of that type tell this, once the journal has them. */
async function expectNoted(peer: MemoryPeer, type: string, of: string, told: unknown[]): Promise<void> {
  const noted = () => peer.entries.filter((entry) => entry.type === type).map(({ detail }) => detail?.[of])
  await expect.poll(noted).toEqual(told)
}
const expectRejected = (peer: MemoryPeer, reason: string) =>
  expectNoted(peer, 'file.rejected', 'reason', [reason])

async function reply(peer: MemoryPeer, endian = 'little'): Promise<Record<string, unknown>> {
  const bytes = await peer.replyBytes()
  const size = endian === 'little' ? bytes.readInt32LE() : bytes.readInt32BE()
  expect(size).toBe(bytes.length - 4)
  return JSON.parse(String(bytes.subarray(4))) as Record<string, unknown>
}

describe('an upload', () => {
  it('without replies: one file after another, each on record when the peer has gone', async () => {
    const host = new FileHost()
    const peer = peerOf(host)
    peer.send(Buffer.concat([HELLO, message({ file_name: 'empty', file_size: 0 }), HELLO]))
    peer.end()
    expect(await peer.closed).toMatchObject({ closeReason: 'peer-closed', bytesOut: 0, messagesIn: 3 })
    expect(host.committed.map(({ name, sha256: digest }) => [name, digest])).toEqual([
      ['hello.txt', sha256('hello')],
      ['empty', sha256('')],
      ['hello.txt', sha256('hello')],
    ])
    expect(readFileSync(host.committed[0]?.path ?? '', 'utf8')).toBe('hello')
  })

  it.each(['little', 'big'])('with replies, %s-endian', async (endian) => {
    const host = new FileHost()
    const peer = peerOf(host, { reply: 'json', headerEndian: endian })
    peer.send(message({ file_name: 'ä', file_size: 5, sha256: sha256('hello') }, 'hello', endian))
    const expected = { status: 'ok', file_name: 'ä', file_size: 5, sha256: sha256('hello') }
    expect(await reply(peer, endian)).toEqual(expected)
    expect(host.committed).toHaveLength(1)
  })

  it('is the same wherever the stream is cut', async () => {
    const stream = Buffer.concat([HELLO, message({ op: 'list' }), HELLO])
    for (let cut = 1; cut < stream.length; cut++) {
      const host = new FileHost()
      const peer = peerOf(host, { reply: 'json' })
      peer.send(stream.subarray(0, cut))
      await new Promise(setImmediate)
      peer.send(stream.subarray(cut))
      peer.end()
      expect(await peer.closed, `cut at ${cut}`).toMatchObject({ closeReason: 'peer-closed', messagesIn: 3 })
      expect(host.committed.map(({ sha256: digest }) => digest)).toEqual([sha256('hello'), sha256('hello')])
    }
  })

  it('comes byte by byte', async () => {
    const host = new FileHost()
    const peer = peerOf(host)
    for (const byte of HELLO) peer.send(Buffer.from([byte]))
    peer.end()
    await peer.closed
    expect(host.committed).toMatchObject([{ name: 'hello.txt', sha256: sha256('hello') }])
  })

  it('with another sha256 than announced never appears', async () => {
    const host = new FileHost()
    const peer = peerOf(host, { reply: 'json' })
    peer.send(message({ file_name: 'a', file_size: 5, sha256: sha256('other') }, 'hello'))
    expect(await reply(peer)).toMatchObject({ status: 'error', code: 'sha256-mismatch' })
    expect(await peer.closed).toMatchObject({ closeReason: 'protocol-error' })
    expect([host.committed, host.released]).toEqual([[], [{ name: 'a', keep: false, stored: 5 }]])
    await expectRejected(peer, 'sha256-mismatch')
  })

  it('that ends early, or is reset, gives its room back and may be continued', async () => {
    for (const leave of ['end', 'reset'] as const) {
      const host = new FileHost()
      const peer = peerOf(host)
      peer.send(HELLO.subarray(0, -2))
      await expect.poll(() => host.asked).toContain('files.reserve')
      peer[leave]()
      await peer.served
      expect(host.released).toEqual([{ name: 'hello.txt', keep: true, stored: 3 }])
      await expectRejected(peer, leave === 'end' ? 'incomplete' : 'connection-lost')
    }
  })
})

describe('a stream that makes no sense is refused before anything is stored', () => {
  it.each([
    ['length 0', length(0), 'header-length'],
    ['length -1', length(-1), 'header-length'],
    ['length 8193', length(8193), 'header-length'],
    ['length 0x7fffffff', length(0x7fffffff), 'header-length'],
    ['length 0x80000000', length(0x80000000), 'header-length'],
    ['1 byte', Buffer.from([5]), 'incomplete'],
    ['3 bytes', Buffer.from([5, 0, 0]), 'incomplete'],
    ['a short header', HELLO.subarray(0, 9), 'incomplete'],
    ['no JSON', message('hello'), 'header-not-json'],
    ['a path', message({ file_name: '../x', file_size: 5 }, 'hello'), 'name-not-allowed'],
    ['a size of -1', message({ file_name: 'x', file_size: -1 }, 'hello'), 'header-field'],
    ['too large a file', message({ file_name: 'x', file_size: 101 }, 'hello'), 'file-too-large'],
  ])('%s', async (_what, bytes, code) => {
    const host = new FileHost()
    const peer = peerOf(host, { reply: 'json', maxFileBytes: 100 })
    peer.send(bytes)
    peer.end()
    expect(await reply(peer)).toEqual({ status: 'error', code, message: expect.any(String) })
    expect(await peer.closed).toMatchObject({
      closeReason: 'protocol-error',
      error: expect.stringContaining(code),
    })
    await expectRejected(peer, code)
    expect(host.asked).toEqual([])
  })

  it('takes a header of 8,192 bytes', async () => {
    const host = new FileHost()
    const peer = peerOf(host)
    const frame = JSON.stringify({ file_name: 'a', file_size: 0, x: '' })
    peer.send(message(frame.replace('""', `"${'x'.repeat(8192 - frame.length)}"`)))
    peer.end()
    await peer.closed
    expect(host.committed).toHaveLength(1)
  })

  it('says nothing without replies, and hears of what the manager refuses', async () => {
    const host = new FileHost()
    const peer = peerOf(host)
    peer.send(message({ file_name: 'a', file_size: 2000 }))
    expect(await peer.closed).toMatchObject({ bytesOut: 0, error: expect.stringContaining('quota-reached') })
    await expectRejected(peer, 'quota-reached')
  })
})

describe('a peer that is too slow', () => {
  it('is closed when its header takes too long, however many bytes still come', async () => {
    const host = new FileHost()
    const peer = peerOf(host, { reply: 'json', headerTimeoutMs: 60 })
    const drip = setInterval(() => peer.send(' '), 10)
    onTestFinished(() => clearInterval(drip))
    peer.send(length(8000))
    expect(await reply(peer)).toMatchObject({ code: 'too-slow' })
    await peer.closed
  })

  it('is closed when its file comes too slowly', async () => {
    const host = new FileHost()
    const peer = peerOf(host, { reply: 'json', minBytesPerSecond: 1000, rateWindowMs: 100 })
    const drip = setInterval(() => peer.send('x'), 10)
    onTestFinished(() => clearInterval(drip))
    peer.send(message({ file_name: 'a', file_size: 900 }))
    expect(await reply(peer)).toMatchObject({ code: 'too-slow' })
    await peer.closed
    expect(host.released).toMatchObject([{ name: 'a', keep: true }])
  })

  it('may think between two files for as long as it likes', async () => {
    const host = new FileHost()
    const peer = peerOf(host, { reply: 'json', headerTimeoutMs: 10, rateWindowMs: 100 })
    for (let file = 0; file < 2; file++) {
      await new Promise((resolve) => setTimeout(resolve, 150)) // longer than either deadline
      peer.send(HELLO)
      expect(await reply(peer)).toMatchObject({ status: 'ok' })
    }
    peer.end()
    await peer.closed
  })
})

describe('a question', () => {
  async function withHello(options: Record<string, unknown> = {}): Promise<MemoryPeer> {
    const peer = peerOf(new FileHost(), { reply: 'json', ...options })
    peer.send(HELLO)
    await reply(peer)
    return peer
  }

  it('download: the header, then the bytes from the offset on', async () => {
    const peer = await withHello()
    const about = { status: 'ok', file_name: 'hello.txt', file_size: 5, sha256: sha256('hello') }
    peer.send(message({ op: 'download', file_name: 'hello.txt' }))
    expect([await reply(peer), await peer.reply()]).toEqual([{ ...about, offset: 0 }, 'hello'])
    peer.send(message({ op: 'download', file_name: 'hello.txt', offset: 3 }))
    expect([await reply(peer), await peer.reply()]).toEqual([{ ...about, offset: 3 }, 'lo'])
    peer.send(message({ op: 'download', file_name: 'hello.txt', offset: 5 }))
    expect(await reply(peer)).toEqual({ ...about, offset: 5 })
    peer.end()
    await peer.closed
    await expectNoted(peer, 'file.sent', 'bytes', [5, 2, 0])
  })

  it('download: hangs up without a word when the disk has lost a part of the file', async () => {
    const host = new FileHost()
    const peer = peerOf(host, { reply: 'json' })
    peer.send(HELLO)
    await reply(peer)
    truncateSync(host.committed[0]?.path ?? '', 3)
    peer.send(message({ op: 'download', file_name: 'hello.txt' }))
    expect([await reply(peer), await peer.reply()]).toEqual([
      expect.objectContaining({ file_size: 5 }),
      'hel',
    ])
    expect(await peer.closed).toMatchObject({ error: 'disk-failed: the file on the disk lacks 2 bytes' })
    await expect(peer.reply()).rejects.toThrow('hung up')
    await expectRejected(peer, 'disk-failed')
  })

  it('list and stat', async () => {
    const peer = await withHello()
    peer.send(message({ op: 'list' }))
    const listed = [{ file_name: 'hello.txt', file_size: 5, sha256: sha256('hello') }]
    expect(await reply(peer)).toEqual({ status: 'ok', files: listed })
    peer.send(message({ op: 'stat', file_name: 'other' }))
    expect(await reply(peer)).toEqual({ status: 'ok', received: 0 })
  })

  it('that is refused leaves the conversation going, also without replies to uploads', async () => {
    const peer = peerOf(new FileHost())
    peer.send(message({ op: 'download', file_name: 'nothing' }))
    expect(await reply(peer)).toMatchObject({ status: 'error', code: 'not-found' })
    peer.send(message({ op: 'list' }))
    expect(await reply(peer)).toEqual({ status: 'ok', files: [] })
    peer.end()
    expect((await peer.closed).closeReason).toBe('peer-closed')
  })

  it.each(['list', 'download'])('%s is not permitted where there are no downloads', async (op) => {
    const peer = await withHello({ downloads: false })
    peer.send(message({ op, file_name: 'hello.txt' }))
    expect(await reply(peer)).toMatchObject({ status: 'error', code: 'not-permitted' })
  })
})
