import { expect, test } from 'vitest'
import { createService, echoOn, tcp } from '../support/services.ts'
import { aDashboard, aManager } from '../support/story.ts'

test('npm start runs the manager in the foreground and ends with it on Ctrl-C', async () => {
  const manager = await aManager({ command: ['npm', 'start'] })
  await createService(manager, echoOn(tcp()))
  // What an open dashboard logs while its manager goes.
  const page = await aDashboard(manager, '/services', [/WebSocket|ERR_CONNECTION_REFUSED|status of 503/])
  await page.getByRole('row', { name: /Running.*echo-lab/ }).waitFor()
  expect(manager.output.text).not.toContain('Installing')
  expect(await manager.stop(), manager.output.text).toBe(0)
  await expect(fetch(manager.url)).rejects.toThrow('fetch failed')
})
