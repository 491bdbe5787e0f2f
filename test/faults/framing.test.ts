import type { Connection, Page } from '@switchboard/contract'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'vitest'
import { residentBytes } from '../../bench/process-figures.ts'
import { portOf } from '../support/services.ts'
import { managerRow, size } from './fault.ts'
import type { Scene } from './scene.ts'

const MOST = 9
const PREFIXED = { framing: { kind: 'length-prefixed', bytes: 4, maxBytes: MOST } }

const lengthOf = (length: number) => Buffer.from(length.toString(16).padStart(8, '0'), 'hex')
const framed = (text: string) => Buffer.concat([lengthOf(text.length), Buffer.from(text)])

managerRow(
  {
    row: 20,
    what: 'lengths of 0, max±1, 2^31−1, 2^31 and 2^32−1, and 1–3 bytes of a length, then FIN',
    expected: 'refused before anything is allocated',
  },
  async (scene) => {
    const service = await scene.start('echo', { options: PREFIXED })
    const port = portOf(service)
    const before = memoryOf(scene)
    const hostile = [
      ...[MOST + 1, 0x7fffffff, 0x80000000, 0xffffffff].map(lengthOf),
      ...[1, 2, 3].map((bytes) => Buffer.alloc(bytes)),
      lengthOf(MOST),
    ]
    const rounds = size(10, 500)
    for (let round = 0; round < rounds; round++)
      for (const bytes of hostile) expect(await answerTo(port, [bytes])).toHaveLength(0)
    for (const text of ['', 'x'.repeat(MOST - 1), 'x'.repeat(MOST)])
      expect(await answerTo(port, [framed(text)])).toEqual(framed(text))
    const growth = memoryOf(scene) - before
    await expect.poll(() => closeReasons(scene, service.id)).toContain('protocol-error')
    expect(growth).toBeLessThan(64 * 1024 ** 2)
    return `${rounds * hostile.length} refused, engines grew by ${(growth / 1024 ** 2).toFixed(0)} MiB`
  },
)

managerRow(
  {
    row: 24,
    what: 'three messages in one stream, cut at every place, and in a single read',
    expected: 'the same replies, always three messages',
  },
  async (scene) => {
    const service = await scene.start('echo', { options: PREFIXED })
    const stream = Buffer.concat([framed('one'), framed(''), framed('three')])
    for (let at = 0; at <= stream.length; at++) {
      const pieces = [stream.subarray(0, at), stream.subarray(at)]
      expect(await answerTo(portOf(service), pieces)).toEqual(stream)
    }
    const connections = stream.length + 1
    const counts = { messagesIn: 3 * connections, messagesOut: 3 * connections }
    await expect.poll(async () => (await scene.service(service.id)).stats).toMatchObject(counts)
    return `${connections} places, ${connections} times the same`
  },
)

/** Sends the pieces as reads of their own, ends, and answers all that comes back before the end. */
async function answerTo(port: number, pieces: Buffer[]): Promise<Buffer> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  const heard: Buffer[] = []
  socket.on('data', (chunk: Buffer) => heard.push(chunk))
  socket.on('error', () => undefined) // a connection that is refused may be reset
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await once(socket, 'connect')
  for (const piece of pieces)
    if (piece.length > 0) await new Promise((resolve) => socket.write(piece, resolve))
  socket.end()
  await closed
  return Buffer.concat(heard)
}

const memoryOf = ({ engines }: Scene) => engines().reduce((sum, pid) => sum + residentBytes(pid), 0)

async function closeReasons({ rest }: Scene, service: string): Promise<(string | null)[]> {
  const { body } = await rest.get<Page<Connection>>(`/connections?state=closed&service=${service}&limit=500`)
  return body.items.map(({ closeReason }) => closeReason)
}
