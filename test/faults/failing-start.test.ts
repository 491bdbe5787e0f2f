import type { Service } from '@switchboard/contract'
import { expect } from 'vitest'
import { holdPort } from '../support/port.ts'
import { echoOn, tcp } from '../support/services.ts'
import { managerRow } from './fault.ts'
import { countEntries } from './journal.ts'

managerRow(
  {
    row: 3,
    what: 'every start fails, restart policy always',
    expected: '5 starts in 10 s, failed, start works',
  },
  async ({ rest }) => {
    const { port, release } = await holdPort()
    const restart = { policy: 'always', delayMs: 20 }
    const { body } = await rest.post<Service>('/services', { ...echoOn(tcp(port)), name: 'failing', restart })
    const look = async () => (await rest.get<Service>(`/services/${body.id}`)).body.state
    await expect.poll(look).toBe('failed')
    const failures = () => countEntries(rest, 'service.failed', body.id)
    await expect.poll(failures).toBe(5)
    release()
    const again = await rest.post<Service>(`/services/${body.id}/start`)
    expect(again.body.state).toBe('running')
    return `${await failures()} starts`
  },
)
