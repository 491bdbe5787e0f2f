import { deepEqual, equal, ok } from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { TObject } from 'typebox'
import type { Transport } from './address.ts'
import type { Framing } from './framing/framing.ts'
import type { ConnectionRecord } from '@switchboard/journal'
import { resolveOptions } from './options.ts'
import type { Protocol } from './protocol.ts'
import { MemoryPeer } from './testing.ts'

/** One demand on a protocol; `run` rejects when it is not met. */
export type ConformanceCase = { title: string; run: () => Promise<void> }

/** A handler that has nothing to wait for any more must be done within this time (milliseconds). */
const PATIENCE_MS = 2000

/**
 * What every protocol has to do, whatever it says: described for people, options that are complete, and no handler
 * that outlives its peer, on each transport it declares and with each preset.
 *
 *     for (const { title, run } of conformanceOf(echo)) it(title, run)
 */
export function conformanceOf(protocol: Protocol): ConformanceCase[] {
  const cases = [
    named('says what it is', () => describesItself(protocol)),
    named('has a default for every option', () => hasDefaults(protocol)),
    named('refuses options it does not know', () => refusesUnknown(protocol)),
    named('has presets that are valid options', () => hasValidPresets(protocol)),
  ]
  for (const [label, transport, options] of variants(protocol)) {
    const open = () => new MemoryPeer(protocol, options, transport)
    cases.push(
      named(`${label}: ends with a peer that says nothing`, () => endsWith(open, (peer) => peer.end())),
      named(`${label}: ends with a peer that is reset`, () => endsWith(open, (peer) => peer.reset())),
      named(`${label}: ends when it is killed`, () => endsWith(open, (peer) => peer.kill())),
      named(`${label}: ends after every byte there is`, () => endsWith(open, garbage)),
      named(`${label}: takes the empty message`, () => endsWith(open, emptyMessage)),
    )
  }
  if (splitsMessages(protocol))
    cases.push(named('does not care how the stream is cut', () => isCutAlike(protocol)))
  return cases
}

const named = (title: string, run: () => Promise<void> | void): ConformanceCase => ({
  title,
  run: async () => run(),
})

function describesItself(protocol: Protocol): void {
  const { id, title, summary, transports, defaultPort, snippets, udpSnippets } = protocol
  ok(/^[a-z][a-z0-9-]*$/.test(id), `id is ${JSON.stringify(id)}: lower case, digits and dashes are allowed`)
  ok(title.trim() !== '' && summary.trim() !== '', `${id} needs a title and a summary`)
  ok(protocol.clientSees.trim() !== '', `${id} does not tell what a client sees`)
  isExplained(protocol)
  ok(transports.length > 0, `${id} declares no transport`)
  ok(
    Number.isInteger(defaultPort) && defaultPort > 0 && defaultPort < 65_536,
    `defaultPort is ${defaultPort}`,
  )
  const clients = [snippets, udpSnippets ?? snippets].flatMap((some) => Object.entries(some))
  for (const [program, snippet] of clients) {
    for (const place of ['{host}', '{port}'])
      ok(snippet.includes(place), `snippets.${program} has no ${place}`)
  }
}

/** So many lines explain a protocol at most, and so long is one of them at most (characters). */
const MOST_LINES = 5
const LONGEST_LINE = 160

function isExplained({ id, about, reference }: Protocol): void {
  ok(
    about.length > 0 && about.length <= MOST_LINES,
    `${id} is explained in ${about.length} lines, not 1 to 5`,
  )
  for (const line of about) {
    ok(line.length <= LONGEST_LINE, `${id} is explained in a line of ${line.length} characters: ${line}`)
    ok(line.endsWith('.') && line.trim() === line, `${id} is explained in what is no sentence: ${line}`)
  }
  if (reference) equal(new URL(reference.url).protocol, 'https:', `the reference of ${id}`)
}

function hasDefaults({ options }: Protocol): void {
  const { problems } = resolveOptions(options as TObject, {})
  deepEqual(problems, [])
}

function refusesUnknown({ options }: Protocol): void {
  const { problems } = resolveOptions(options as TObject, { 'no-such-option': 1 })
  equal(problems[0]?.path, '/options/no-such-option')
}

function hasValidPresets({ presets, options: schema, transports }: Protocol): void {
  equal(new Set(presets.map(({ id }) => id)).size, presets.length, 'two presets have the same id')
  for (const { id, transport, options } of presets) {
    ok(
      transports.includes(transport),
      `preset ${id} is for ${transport}, which the protocol does not declare`,
    )
    deepEqual(resolveOptions(schema as TObject, options).problems, [], `preset ${id}`)
  }
}

type Variant = [label: string, transport: Transport, options: Record<string, unknown>]

function variants({ transports, presets }: Protocol): Variant[] {
  return [
    ...transports.map((transport): Variant => [transport, transport, {}]),
    ...presets.map(({ id, transport, options }): Variant => [`${transport}, ${id}`, transport, options]),
  ]
}

/** The handler must return or throw, the connection be over, and no timer be left, once the peer has done `act`. */
async function endsWith(open: () => MemoryPeer, act: (peer: MemoryPeer) => void): Promise<void> {
  const timers = activeTimers()
  const peer = open()
  act(peer)
  const record = await withinPatience(Promise.all([peer.closed, peer.served]))
  ok(record, `the handler still runs ${PATIENCE_MS} ms after its peer is gone`)
  const giveUpAt = performance.now() + PATIENCE_MS
  while (activeTimers() > timers) {
    ok(performance.now() < giveUpAt, 'the handler left a timer behind')
    await pause(10) // the journal's own timer is among them for 20 ms
  }
}

function garbage(peer: MemoryPeer): void {
  peer.send(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)))
  peer.end()
}

function emptyMessage(peer: MemoryPeer): void {
  peer.send('')
  peer.end()
}

const splitsMessages = ({ options, transports }: Protocol) =>
  'framing' in options.properties && transports.some((transport) => transport !== 'udp')

/** A stream for each framing in which a message can come in pieces. */
const STREAMS: [Framing, string][] = [
  [{ kind: 'lines', maxBytes: 1024 }, 'one\ntwo\r\n\nfour'],
  [{ kind: 'fixed', bytes: 5 }, 'firstother'],
  [{ kind: 'length-prefixed', bytes: 2, endian: 'big', maxBytes: 1024 }, '\0\x03one\0\0\0\x05three'],
]

/** The times in the replies may differ, their number and length may not. */
async function isCutAlike(protocol: Protocol): Promise<void> {
  for (const [framing, text] of STREAMS) {
    const stream = Buffer.from(text)
    const whole = await talk(protocol, framing, [stream])
    const bytes = Array.from(stream, (byte) => Buffer.from([byte]))
    deepEqual(await talk(protocol, framing, bytes), whole, framing.kind)
  }
}

async function talk(
  protocol: Protocol,
  framing: Framing,
  chunks: Buffer[],
): Promise<Partial<ConnectionRecord>> {
  const peer = new MemoryPeer(protocol, { framing })
  for (const chunk of chunks) peer.send(chunk)
  peer.end()
  const { messagesIn, messagesOut, bytesIn, bytesOut, closeReason } = await peer.closed
  return { messagesIn, messagesOut, bytesIn, bytesOut, closeReason }
}

const activeTimers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length

/** undefined when it takes too long. */
async function withinPatience<Value>(work: Promise<Value>): Promise<Value | undefined> {
  const { promise: tooLate, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
