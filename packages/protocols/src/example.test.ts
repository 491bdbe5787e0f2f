import type { ExampleTurn, Protocol } from '@switchboard/netcore'
import { MemoryPeer } from '@switchboard/netcore/testing'
import { expect, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import { QUOTES } from './qotd/quotes.ts'

type Shown = {
  name: string
  protocol: Protocol
  options: Record<string, unknown>
  turns: readonly ExampleTurn[]
}

const shown = [...catalogue.values()].flatMap((protocol): Shown[] => [
  { name: protocol.id, protocol, options: {}, turns: protocol.example ?? [] },
  ...protocol.presets.map((preset) => ({
    name: `${protocol.id}, ${preset.title}`,
    protocol,
    options: preset.options,
    turns: preset.example ?? protocol.example ?? [],
  })),
])

it.each(shown.filter(({ turns }) => turns.length > 0))(
  'a client of $name sees what its example shows',
  async ({ protocol, options, turns }) => {
    const peer = new MemoryPeer(protocol, options)
    for (const turn of turns) {
      if (turn.from === 'client') peer.send(turn.text)
      else if (turn.from === 'operator') peer.operatorSays(turn.text)
      if (turn.from !== 'client') expectTurn(protocol, turn, await peer.replyBytes())
    }
    peer.reset()
  },
)

function expectTurn(
  { id }: Protocol,
  { text, varies = false, hex = false }: ExampleTurn,
  seen: Buffer,
): void {
  const told = hex ? Buffer.from(text.replaceAll(' ', ''), 'hex') : Buffer.from(text)
  if (id === 'qotd') expect(QUOTES).toContain(text.trim())
  else if (hex) expect(seen).toHaveLength(told.length)
  else if (varies) expect(shape(seen.toString())).toBe(shape(text))
  // What goes on without an end is shown by its beginning.
  else expect(seen.subarray(0, told.length).toString()).toBe(text)
}

/** Days and times are written in the same places; days of one digit behind a blank. */
const shape = (text: string) =>
  text.replaceAll(/(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d/g, 'day').replaceAll(/\d/g, '0')
