import { expect } from 'vitest'
import { portOf } from '../support/services.ts'
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
