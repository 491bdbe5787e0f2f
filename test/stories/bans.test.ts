import { once } from 'node:events'
import { connect } from 'node:net'
import type { Ban, Connection, JournalEntry, Page, Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { brokenRulesEverywhere } from '../support/accessibility.ts'
import { freePort } from '../support/port.ts'
import { aDashboard, aManager } from '../support/story.ts'

/** Calls from an address of the loopback range; answers what came until the service hung up, or until it asked. */
async function call(localAddress: string, port: number, answer: string | null): Promise<Buffer> {
  const socket = connect({ host: '127.0.0.1', port, localAddress })
  let received = Buffer.alloc(0)
  socket.on('data', (chunk) => (received = Buffer.concat([received, chunk])))
  socket.on('error', () => undefined)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  if (answer === null) await Promise.race([once(socket, 'data').catch(() => undefined), closed])
  else {
    socket.write(answer)
    await closed
  }
  socket.destroy()
  return received
}

const WRONG = `${'0'.repeat(64)}\n`

test('who guesses secrets is banned and shown, until somebody lifts it', async () => {
  const manager = await aManager()
  const port = await freePort()
  await manager.rest.patch('/settings', { defender: { threshold: 6, safeList: [] } })
  await manager.rest.post<Service>('/services', {
    ...{ name: 'door', protocol: 'echo', desired: 'running' },
    listen: [{ transport: 'tcp', host: '127.0.0.1', port }],
    challenge: { secrets: [{ name: 'lab', secret: 'correct horse' }] },
  })
  const page = await aDashboard(manager, '/bans', [/status of 400/])
  await page.getByText('Nobody is banned').waitFor()

  await call('127.0.0.2', port, WRONG)
  await call('127.0.0.2', port, WRONG)
  await expect.poll(async () => (await manager.rest.get<{ total: number }>('/bans/hosts')).body.total).toBe(1)
  await page.getByRole('link', { name: 'Watched' }).click()
  await page.getByText('2 wrong answers').waitFor()
  await call('127.0.0.2', port, WRONG)
  await expect
    .poll(async () => (await manager.rest.get<Page<Ban>>('/bans')).body.items.map(({ network }) => network))
    .toEqual(['127.0.0.2/32'])
  expect((await call('127.0.0.2', port, null)).length).toBe(0)
  expect((await call('127.0.0.3', port, null)).length).toBe(32)
  await expect
    .poll(async () => {
      const query = '/journal?filter=ev:connection.refused'
      return (await manager.rest.get<Page<JournalEntry>>(query)).body.items.map(({ detail }) => detail)
    })
    .toEqual([{ rule: 'ban', range: '127.0.0.2/32', count: 1 }])

  await page.getByRole('link', { name: 'Active' }).click()
  await page.getByText('Score 6: 3 wrong answers').waitFor()
  expect(await brokenRulesEverywhere(page)).toEqual([])
  await page.getByRole('button', { name: 'Lift the ban of 127.0.0.2/32' }).click()
  await page.getByRole('group', { name: 'Let it in again?' }).getByRole('button', { name: 'Lift' }).click()
  await page.getByText('Nobody is banned').waitFor()
  expect((await call('127.0.0.2', port, null)).length).toBe(32)

  const { body } = await manager.rest.get<Page<Connection>>('/connections?filter=peer:127.0.0.3')
  await page.goto(`${manager.url}/connections/${body.items[0]?.id}`)
  await page.getByRole('button', { name: 'Block this address' }).click()
  await page
    .getByRole('group', { name: 'Ban 127.0.0.3 from all services?' })
    .getByRole('button', { name: 'Block this address' })
    .click()
  await page.getByRole('link', { name: 'Banned' }).click()
  await page.getByText('127.0.0.3/32').waitFor()
  await page.getByRole('button', { name: 'New ban' }).click()
  await page.getByLabel('Network').fill('0.0.0.0/0')
  await page.getByRole('button', { name: 'Ban', exact: true }).click()
  await page.getByText('at least /8 can be banned').waitFor()
  await page.getByLabel('Network').fill('198.51.100.0/24')
  await page.getByLabel('Note').fill('scans us')
  await page.getByRole('button', { name: 'Ban', exact: true }).click()
  await page.getByText('scans us').waitFor()
  await page.goto(`${manager.url}/settings?tab=bans`)
  await page.getByLabel('Threshold').fill('80')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. Scores begin anew.').waitFor()
  expect(await brokenRulesEverywhere(page)).toEqual([])
})
