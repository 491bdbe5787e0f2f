import type { MessageReceipt } from '@switchboard/contract'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect } from 'vitest'
import { residentBytes } from '../../bench/process-figures.ts'
import { portOf } from '../support/services.ts'
import { managerRow, size } from './fault.ts'
import { readJournal } from './journal.ts'
import { inMs, timed } from './measure.ts'
import type { Scene } from './scene.ts'

const LINES = { framing: { kind: 'lines', maxBytes: 65_536 } }
const CONTROLS = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code))
  .filter((character) => character !== '\n')
  .join('')

managerRow(
  {
    row: 51,
    what: `chat: lines of 1 MB, control characters, ${size(20, 90)} of each, and ${size(20_000, 200_000)} messages at once`,
    expected: 'cut off, shown as they are, slowed down; an operator is heard meanwhile',
  },
  async (scene) => {
    const service = await scene.start('chat', { options: LINES })
    const port = portOf(service)
    const before = memoryOf(scene)
    const tries = size(20, 90)
    for (let attempt = 0; attempt < tries; attempt++) await sendEndless(port)
    expect(await spoken(scene, service.id)).toEqual([])

    const odd = await caller(port)
    for (let attempt = 0; attempt < tries; attempt++) odd.write(`${attempt}${CONTROLS}\u202e\n`)
    const words = Array.from({ length: tries }, (_, attempt) => `${attempt}${CONTROLS}\u202e`)
    await expect.poll(() => spoken(scene, service.id)).toEqual(words)

    const flooder = await caller(port)
    const { ms } = await timed(async () => {
      flooder.write('flood\n'.repeat(size(20_000, 200_000)))
      const heard = once(odd, 'data')
      const said = await scene.rest.post<MessageReceipt>(`/services/${service.id}/messages`, { text: 'hi' })
      expect(said.body.sent).toBe(2)
      expect(String((await heard)[0])).toBe('hi\n')
    })
    const begun = performance.now()
    const flood = async () => (await spoken(scene, service.id)).length - tries
    await expect.poll(flood).toBeGreaterThan(size(150, 400))
    const taken = await flood()
    const most = 100 + 50 * ((performance.now() - begun + ms) / 1000 + 1)
    expect(taken).toBeLessThan(most)
    flooder.destroy()
    odd.destroy()
    const growth = memoryOf(scene) - before
    expect(growth).toBeLessThan(64 * 1024 ** 2)
    return `${tries}/${tries} cut, ${tries}/${tries} kept, ${taken} of the flood taken, operator heard after ${inMs(ms)}`
  },
)

managerRow(
  {
    row: 51,
    what: `chat room: ${size(20, 90)} attempts to speak in the name of another caller`,
    expected: 'every line others hear begins with its true sender',
  },
  async (scene) => {
    const service = await scene.start('chat', { options: { ...LINES, relay: true } })
    const [liar, listener] = [await caller(portOf(service)), await caller(portOf(service))]
    const mine = `[127.0.0.1:${liar.localPort}] `
    const other = `[127.0.0.1:${listener.localPort}] `
    const attempts = size(20, 90)
    const tricks = ['\r', '\u001b[2K\r', '\b'.repeat(40), '\u2028', '\v', '\u0085', '']
    for (let at = 0; at < attempts; at++) liar.write(`x${tricks[at % tricks.length]}${other}I am the other\n`)
    liar.write('the end\n')
    const heard = await readUntil(listener, 'the end\n')
    const lines = heard.split('\n').slice(0, -1)
    expect(lines.length).toBeGreaterThan(attempts)
    expect(lines.filter((line) => !line.startsWith(mine))).toEqual([])
    expect(heard).not.toContain(other)
    expect(heard).not.toMatch(/[^\P{Cc}\n]/u)
    liar.destroy()
    listener.destroy()
    return `0 of ${attempts} believed`
  },
)

async function caller(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => undefined) // a connection that is cut may be reset
  await once(socket, 'connect')
  return socket
}

/** A line of 1 MB: resolves when it was hung up on. */
async function sendEndless(port: number): Promise<void> {
  const socket = await caller(port)
  const closed = new Promise((resolve) => socket.resume().once('close', resolve))
  socket.write('x'.repeat(1024 ** 2))
  await closed
}

async function readUntil(socket: Socket, ending: string): Promise<string> {
  let heard = ''
  while (!heard.endsWith(ending)) heard += String((await once(socket, 'data'))[0])
  return heard
}

/** What callers have said, whole, oldest first. */
async function spoken({ rest }: Scene, serviceId: string): Promise<string[]> {
  const entries = await readJournal(rest, serviceId)
  return entries
    .filter(({ type, direction }) => type === 'chat.message' && direction === 'in')
    .map(({ preview, detail }) => String(detail?.text ?? preview))
}

const memoryOf = ({ engines }: Scene) => engines().reduce((sum, pid) => sum + residentBytes(pid), 0)
