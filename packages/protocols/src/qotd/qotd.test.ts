import { MemoryPeer } from '@switchboard/netcore/testing'
import { expect, it } from 'vitest'
import { qotd } from './qotd.ts'
import { QUOTES } from './quotes.ts'

it('sends one quote at once, without a question, and closes', async () => {
  const peer = new MemoryPeer(qotd)
  const quote = await peer.reply()
  expect(QUOTES.map((text) => `${text}\r\n`)).toContain(quote)
  expect((await peer.closed).closeReason).toBe('protocol-finished')
})

it('has quotes of under 512 printing characters, each with its author', () => {
  for (const quote of QUOTES) expect(quote).toMatch(/^[ -~]{1,509}$/)
  for (const quote of QUOTES) expect(quote).toMatch(/ -- \S/)
  expect(new Set(QUOTES).size).toBe(QUOTES.length)
})

it("quotes from the user's own, all of them in time", async () => {
  const quotes = ['one', 'two', 'x'.repeat(509)]
  const peer = new MemoryPeer(qotd, { quotes }, 'udp')
  const heard = new Set<string>()
  while (heard.size < quotes.length) {
    peer.send('')
    heard.add(await peer.reply())
  }
  expect(heard).toEqual(new Set(quotes.map((quote) => `${quote}\r\n`)))
  expect(Math.max(...Array.from(heard, ({ length }) => length))).toBeLessThan(512)
})

it.each([[['x'.repeat(510)]], [['']], [['two\nlines']], [Array(201).fill('x')]])(
  'refuses quotes that RFC 865 has no room for',
  (quotes) => {
    expect(() => new MemoryPeer(qotd, { quotes })).toThrow('/options/quotes')
  },
)
