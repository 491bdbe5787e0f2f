import type { Service } from '@switchboard/contract'
import { expect } from 'vitest'
import { holdPort } from '../support/port.ts'
import { echoOn, portOf, tcp, udp } from '../support/services.ts'
import { managerRow } from './fault.ts'
import { countEntries } from './journal.ts'
import { inMs, timed } from './measure.ts'

managerRow(
  { row: 1, what: 'address held by outsider, sibling, wildcard', expected: 'failed at once, no retries' },
  async ({ rest, start }) => {
    const outsider = await holdPort()
    const wildcard = await start('echo', { listen: [{ transport: 'tcp', host: '0.0.0.0', port: 0 }] })
    const held = [outsider.port, portOf(await start('echo')), portOf(wildcard)]
    const attempts = await Promise.all(
      held.map((port, at) =>
        timed(() => rest.post<Service>('/services', { ...echoOn(tcp(port)), name: `held-${at}` })),
      ),
    )
    outsider.release()
    for (const { value } of attempts) {
      expect(value.body).toMatchObject({ state: 'failed', stateReason: { code: 'address-in-use' } })
      await expect.poll(() => countEntries(rest, 'service.failed', value.body.id)).toBe(1)
    }
    const slowest = Math.max(...attempts.map(({ ms }) => ms))
    expect(slowest).toBeLessThan(1000)
    return `${inMs(slowest)} to the error`
  },
)

managerRow({ row: 1, what: 'TCP and UDP on one port', expected: 'both run' }, async ({ start }) => {
  const port = portOf(await start('echo'))
  const { state } = await start('echo', { listen: [udp(port)] })
  expect(state).toBe('running')
  return 'both run'
})
