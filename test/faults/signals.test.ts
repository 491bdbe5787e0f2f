import { expect } from 'vitest'
import { findProgram } from '../../scripts/setup/find-program.js'
import type { Manager } from '../support/manager.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aManager } from '../support/story.ts'
import { TcpClient } from '../support/tcp-client.ts'
import { row } from './fault.ts'
import { inMs, timed } from './measure.ts'
import { openScene } from './scene.ts'

const SLACK_MS = 1000

row(
  { row: 6, what: 'SIGTERM with an open connection', expected: 'served until the drain time, exit 0' },
  async () => {
    const { manager, start } = await openScene()
    const client = await TcpClient.connect(portOf(await start('echo', { drainTimeoutMs: 1000 })))
    client.send('before')
    await client.received(6)
    const ending = timed(() => manager.end('SIGTERM'))
    await manager.output.waitFor(/draining/)
    client.send('after')
    expect(await client.received(11)).toBe('beforeafter')
    const { ms, value } = await ending
    expect(value).toBe(0)
    expect(ms).toBeGreaterThan(1000 - 5)
    expect(ms).toBeLessThan(1000 + SLACK_MS)
    return `exit after ${inMs(ms)} (drain 1000 ms)`
  },
)

row({ row: 6, what: 'a second SIGTERM', expected: 'cuts at once' }, async () => {
  const { manager, start } = await openScene()
  const client = await TcpClient.connect(portOf(await start('echo', { drainTimeoutMs: 60_000 })))
  client.send('x')
  await client.received(1)
  const first = manager.end('SIGTERM')
  await manager.output.waitFor(/draining/)
  const { ms } = await timed(() => Promise.all([manager.end('SIGTERM'), first]))
  expect(ms).toBeLessThan(SLACK_MS)
  return `exit after ${inMs(ms)}`
})

row(
  { row: 6, what: 'Ctrl-C in a terminal, npm start', expected: 'one drains, the next one cuts' },
  async (context) => {
    const script = findProgram('script')
    if (!script) return context.skip('there is no script(1)')
    const manager = await aManager({ command: [script, '--quiet', '--command', 'npm start', '/dev/null'] })
    return drainThenCut(manager, () => manager.type('\x03'))
  },
)

row(
  {
    row: 6,
    what: 'SIGTERM to the whole process group, npm start',
    expected: 'one drains, the next one cuts',
  },
  async () => {
    const manager = await aManager({ command: ['npm', 'start'], detached: true })
    return drainThenCut(manager, () => process.kill(-manager.pid, 'SIGTERM'))
  },
)

/** Signals once, and again after the manager said that it waits. */
async function drainThenCut(manager: Manager, signal: () => void): Promise<string> {
  const service = await createService(manager, { ...echoOn(tcp()), drainTimeoutMs: 60_000 })
  const client = await TcpClient.connect(portOf(service))
  client.send('before')
  await client.received(6)
  signal()
  await manager.output.waitFor(/draining 1 connection/)
  client.send('after')
  expect(await client.received(11)).toBe('beforeafter')
  signal()
  const { ms } = await timed(() => manager.ended)
  expect(await manager.ended).toBe(0)
  expect(ms).toBeLessThan(SLACK_MS)
  return `cut after ${inMs(ms)}`
}
