import type { Problem, Service } from '@switchboard/contract'
import { expect, onTestFinished, test } from 'vitest'
import { holdPort } from '../support/port.ts'
import { createService, echoOn, portOf, tcp } from '../support/services.ts'
import { aDashboard, sharedManager } from '../support/story.ts'

const theManager = sharedManager()

test('an address of another service is refused with its owner, over REST and in the dashboard', async () => {
  const manager = await theManager()
  const owner = await createService(manager, echoOn(tcp()))
  const rival = { ...echoOn(tcp(portOf(owner))), name: 'rival' }
  const created = await manager.rest.post<Service>('/services', rival)
  expect(created).toMatchObject({ status: 201, body: { desired: 'running', state: 'failed' } })
  const refused = await manager.rest.post<Problem>(`/services/${created.body.id}/start`)
  expect(refused).toMatchObject({
    status: 409,
    body: {
      code: 'address-in-use',
      address: { transport: 'tcp', port: portOf(owner) },
      owner: { serviceId: owner.id, name: 'echo-lab' },
    },
  })

  const page = await aDashboard(manager, '/services', [/409/])
  await page.getByRole('row', { name: /Failed.*rival/ }).waitFor()
  await page.getByRole('button', { name: 'Start rival' }).click()
  await page.getByRole('link', { name: 'Open echo-lab' }).click()
  await page.getByRole('heading', { name: 'echo-lab' }).waitFor()
})

test('an address of another program is refused without an owner', async () => {
  const manager = await theManager()
  const { port, release } = await holdPort()
  onTestFinished(release)
  const created = await manager.rest.post<Service>('/services', echoOn(tcp(port)))
  expect(created.body).toMatchObject({ state: 'failed', stateReason: { code: 'address-in-use' } })
  const refused = await manager.rest.post<Problem>(`/services/${created.body.id}/start`)
  expect(refused).toMatchObject({ status: 409, body: { code: 'address-in-use' } })
  expect(refused.body.owner).toBeUndefined()
})

test('a service that starts again by itself counts down to it', async () => {
  const manager = await theManager()
  const { port, release } = await holdPort()
  onTestFinished(release)
  const restart = { policy: 'always', delayMs: 5_000 } as const
  await manager.rest.post('/services', { ...echoOn(tcp(port)), restart })
  const page = await aDashboard(manager, '/services')
  await page.getByText(/It starts again in [2-5] s/).waitFor()
  release()
  // On a busy machine it may have tried in vain once more, and waits twice as long.
  await page.getByRole('row', { name: /Running.*echo-lab/ }).waitFor({ timeout: 30_000 })
  expect(await page.getByText('It starts again').count()).toBe(0)
})
