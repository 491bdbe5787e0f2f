import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchBrowser, signIn } from '../../test/support/browser.ts'
import { root, startManager, type Manager } from '../../test/support/manager.ts'
import { setScene } from './scene.ts'

type Shot = { name: string; path: string; width: number; height: number; colorScheme: 'light' | 'dark' }

const wide = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }
const shots: Shot[] = [
  { name: 'overview-light', path: '/', colorScheme: 'light', ...wide },
  { name: 'overview-dark', path: '/', colorScheme: 'dark', ...wide },
  { name: 'live-light', path: '/live', colorScheme: 'light', ...wide },
  { name: 'live-dark', path: '/live', colorScheme: 'dark', ...wide },
  { name: 'services-phone', path: '/services', colorScheme: 'light', ...phone },
]

const folder = join(root, 'docs', 'images')
const dataDir = await mkdtemp(join(tmpdir(), 'switchboard-screenshots-'))
const manager = await startManager({ dataDir })
const browser = await launchBrowser()
try {
  await mkdir(folder, { recursive: true })
  const clients = await setScene(manager)
  for (const shot of shots) await take(browser, manager, shot)
  for (const client of clients) client.end()
} finally {
  await browser.close()
  await manager.stop()
  await rm(dataDir, { recursive: true, force: true })
}

async function take(browser: Browser, manager: Manager, { name, path, colorScheme, width, height }: Shot) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, deviceScaleFactor: 1 })
  await signIn(context, manager)
  const page = await context.newPage()
  await page.goto(manager.url + path)
  await page.getByText('echo-lab').filter({ visible: true }).first().waitFor()
  await page.evaluate('document.fonts.ready')
  const file = join(folder, `${name}.png`)
  await page.screenshot({ path: file, animations: 'disabled' })
  await context.close()
  console.log(file)
}
