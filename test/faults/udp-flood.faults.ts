import { createSocket } from 'node:dgram'
import { expect } from 'vitest'
import { portOf, udp } from '../support/services.ts'
import { exchangeDatagram } from '../support/udp-client.ts'
import { managerRow } from './fault.ts'
import { readJournal } from './journal.ts'
import { inMs, watchRest } from './measure.ts'

const LONG_MS = 5000
/** Datagrams before this process looks after its own event loop again. */
const BURST = 200

managerRow(
  { row: 16, what: 'a UDP flood for 5 s from one peer', expected: 'REST p99 ≤ 100 ms, a handful of entries' },
  async ({ rest, start, service }) => {
    const target = await start('echo', { listen: [udp()] })
    const watch = watchRest(rest)
    const sent = await flood(portOf(target, 'udp'))
    const p99 = await watch.stop()
    expect(p99).toBeLessThanOrEqual(100)
    expect(await exchangeDatagram(portOf(target, 'udp'), 'after')).toBe('after')
    const { messagesIn } = (await service(target.id)).stats
    expect((await readJournal(rest, target.id)).length).toBeLessThan(20)
    const perSecond = ((sent / LONG_MS) * 1000).toFixed(0)
    return `${perSecond} pps sent, ${((100 * messagesIn) / sent).toFixed(0)} % served, REST p99 ${inMs(p99)}`
  },
)

/** Answers how many datagrams were sent. */
async function flood(port: number): Promise<number> {
  const socket = createSocket('udp4')
  socket.connect(port, '127.0.0.1')
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  let sent = 0
  for (const end = performance.now() + LONG_MS; performance.now() < end;) {
    for (let at = 1; at < BURST; at++) socket.send('x')
    await new Promise((resolve) => socket.send('x', resolve))
    sent += BURST
    await new Promise(setImmediate)
  }
  socket.close()
  return sent
}
