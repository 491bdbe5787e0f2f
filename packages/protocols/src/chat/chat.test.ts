import { MemoryPeer } from '@switchboard/netcore/testing'
import { describe, expect, it } from 'vitest'
import { KEPT_BYTES, PREVIEW_LENGTH } from './chat-message.ts'
import { chat } from './chat.ts'
import { BURST, PER_SECOND } from './pace.ts'
import { RELAYED_BYTES } from './relay.ts'

const LINES = { framing: { kind: 'lines', maxBytes: 65_536 } }

/** What the journal tells of the talk, once it is over. */
async function transcript(peer: MemoryPeer) {
  await peer.closed
  await expect.poll(() => peer.entries.at(-1)?.type).toBe('connection.closed')
  return peer.entries.filter(({ type }) => type === 'chat.message')
}

describe('a talk', () => {
  it('goes both ways whenever either side likes, and is in the journal word by word', async () => {
    const peer = new MemoryPeer(chat, { greeting: 'Welcome.' })
    expect(await peer.reply()).toBe('Welcome.')
    expect(peer.operatorSays('Anybody there?')).toBe('sent')
    expect(await peer.reply()).toBe('Anybody there?')
    peer.send('grüß dich')
    peer.end()
    const entries = await transcript(peer)
    expect(
      entries.map(({ direction, bytes, preview, detail }) => [direction, bytes, preview, detail]),
    ).toEqual([
      ['out', 8, 'Welcome.', { from: 'greeting' }],
      ['out', 14, 'Anybody there?', { from: 'operator', operator: 'test' }],
      ['in', 11, 'grüß dich', { from: 'caller' }],
    ])
  })

  it.each(['Q', 'q\n', 'q\r\n'])('ends when the caller says the quit word alone: %j', async (word) => {
    const peer = new MemoryPeer(chat)
    peer.send(word)
    expect((await peer.closed).closeReason).toBe('protocol-finished')
  })

  it('goes on when the quit word is only a part of what the caller says', async () => {
    const peer = new MemoryPeer(chat)
    for (const text of ['Question', 'Q Q', ' Q', 'Q\n\n']) peer.send(text)
    peer.end()
    expect((await peer.closed).closeReason).toBe('peer-closed')
  })

  it('ends when the operator says the quit word, after sending it', async () => {
    const peer = new MemoryPeer(chat, { quitWord: 'bye' })
    expect(peer.operatorSays('Bye')).toBe('sent')
    expect(await peer.reply()).toBe('Bye')
    expect((await peer.closed).closeReason).toBe('protocol-finished')
    expect(() => peer.operatorSays('too late')).toThrow('closed')
  })

  it('has no quit word if that is empty', async () => {
    const peer = new MemoryPeer(chat, { quitWord: '', ...LINES })
    peer.send('\nQ\n')
    peer.end()
    expect(await peer.closed).toMatchObject({ closeReason: 'peer-closed', messagesIn: 2 })
  })

  it('greets a caller by UDP only where replies may be longer than the datagram', async () => {
    const greeting = 'Welcome to this chat.'
    const silent = new MemoryPeer(chat, { greeting }, 'udp')
    silent.send('hi')
    silent.end()
    expect((await silent.closed).messagesOut).toBe(0)
    const greeted = new MemoryPeer(chat, { greeting, amplification: true }, 'udp')
    greeted.send('hi')
    expect(await greeted.reply()).toBe(greeting)
  })
})

describe('hostile text', () => {
  it('is kept up to a bound, whole characters only, and says that it was cut', async () => {
    const peer = new MemoryPeer(chat, { framing: { kind: 'lines', maxBytes: 2_000_000 } })
    peer.send(`x${'€'.repeat(350_000)}\n`)
    peer.end()
    const [entry] = await transcript(peer)
    expect(entry).toMatchObject({ bytes: 1_050_001, detail: { truncated: true } })
    const { text, base64 } = entry?.detail as { text: string; base64?: string }
    expect(text).toBe(`x${'€'.repeat(Math.floor((KEPT_BYTES - 1) / 3))}`)
    expect(base64).toBeUndefined()
    expect(entry?.preview).toHaveLength(PREVIEW_LENGTH)
  })

  it('ends the connection when a line of 1 MB is longer than a message may be', async () => {
    const peer = new MemoryPeer(chat, LINES)
    peer.send('x'.repeat(1024 * 1024))
    const record = await peer.closed
    expect(record).toMatchObject({ closeReason: 'protocol-error', messagesIn: 0 })
    expect(await transcript(peer)).toEqual([])
  })

  it('that is no UTF-8 is kept as its bytes, too', async () => {
    const bytes = Buffer.from([0x68, 0x69, 0xff, 0x00, 0xc3])
    const peer = new MemoryPeer(chat)
    peer.send(bytes)
    peer.end()
    const [entry] = await transcript(peer)
    expect(entry?.preview).toBe('hi\ufffd␀\ufffd')
    expect(entry?.detail).toEqual({
      from: 'caller',
      text: 'hi\ufffd\0\ufffd',
      base64: bytes.toString('base64'),
    })
  })

  it('in a flood is slowed down, not lost', async () => {
    const peer = new MemoryPeer(chat, LINES)
    const count = BURST + PER_SECOND / 2
    const begun = performance.now()
    peer.send('x\n'.repeat(count))
    peer.end()
    expect(await transcript(peer)).toHaveLength(count)
    expect(performance.now() - begun).toBeGreaterThan(450)
  })
})

describe('relay', () => {
  /** What the second caller hears when the first says `text`. */
  async function heard(text: string | Buffer, options: Record<string, unknown> = {}): Promise<string> {
    const [one, two] = [new MemoryPeer(chat, { relay: true, ...options }), new MemoryPeer(chat)]
    one.meet(two)
    one.send(text)
    return await two.reply()
  }

  it('lets callers hear each other, but not themselves, behind the address of who speaks', async () => {
    const [one, two] = [new MemoryPeer(chat, { relay: true }), new MemoryPeer(chat, { relay: true })]
    one.meet(two)
    one.send('hello\n')
    expect(await two.reply()).toBe('[local:memory] hello\n')
    one.send('Q\n')
    const [entry] = await transcript(one)
    expect(entry?.detail).toEqual({ from: 'caller', heardBy: 1 })
    expect((await one.closed).messagesOut).toBe(0)
    two.send('alone\n')
    two.end()
    expect((await transcript(two))[0]?.detail).toMatchObject({ heardBy: 0 })
  })

  it.each([
    ['a second line', 'hi\n[10.0.0.1:5] I am somebody else'],
    ['a carriage return', 'hi\r[10.0.0.1:5] I am somebody else'],
    ['a separator that only some take for a line ending', 'hi\u2028[10.0.0.1:5] I am somebody else'],
  ])('puts the true sender before %s', async (_, text) => {
    expect(await heard(text)).toBe('[local:memory] hi\n[local:memory] (10.0.0.1:5] I am somebody else')
  })

  it('shows nothing that imitates the address of a sender', async () => {
    expect(await heard('[[::1]:5000] hi, a[0] = [x]')).toBe('[local:memory] ((::1]:5000] hi, a[0] = [x]')
  })

  it('passes no character on that a terminal would obey', async () => {
    expect(await heard('a\x1b[2Jb\bc\0d\u202ee\tf\x9b')).toBe('[local:memory] a�[2Jb�c�d�e\tf�')
  })

  it('passes the beginning of a long message on', async () => {
    const text = await heard('x'.repeat(60_000))
    expect(text).toBe(`[local:memory] ${'x'.repeat(RELAYED_BYTES)}…`)
  })

  it('reaches callers by UDP only if that is allowed, since their addresses can be forged', async () => {
    for (const amplification of [false, true]) {
      const one = new MemoryPeer(chat, { relay: true, amplification })
      const two = new MemoryPeer(chat, {}, 'udp')
      one.meet(two)
      one.send('hello')
      one.end()
      const [entry] = await transcript(one)
      expect(entry?.detail?.heardBy).toBe(amplification ? 1 : 0)
    }
  })
})
