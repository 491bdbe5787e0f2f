import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page as ListPage } from '@switchboard/contract'
import type { Browser, Page } from 'playwright-core'
import { afterAll, expect, onTestFinished } from 'vitest'
import { collectComplaints, launchBrowser, signIn } from './browser.ts'
import { startManager, type Manager, type ManagerSettings } from './manager.ts'

// What a story uses, and what its end puts away again. The newest goes first: pages, managers, folders.

let browser: Promise<Browser> | undefined
afterAll(async () => (await browser)?.close())

const FOLDERS = join(tmpdir(), 'switchboard-story-')

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(FOLDERS)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A manager in an empty data directory, unless one is given. Its orderly end is part of every story. */
export async function aManager(settings: Partial<ManagerSettings> = {}): Promise<Manager> {
  const dataDir = settings.dataDir ?? (await temporaryFolder())
  const manager = await startManager({ ...settings, dataDir })
  onTestFinished(async () => {
    const code = await manager.stop()
    if (!manager.isKilled()) expect(code, manager.output.text).toBe(0)
  })
  return manager
}

/**
 * One manager for the stories of a file: a start costs more than most of them. Each story that asks for it finds neither
 * services nor files nor webhooks; the history of those before stays.
 */
export function sharedManager(settings: Omit<ManagerSettings, 'dataDir'> = {}): () => Promise<Manager> {
  let starting: Promise<Manager> | undefined
  afterAll(async () => {
    if (starting) await endForGood(await starting)
  })
  return async () => {
    starting ??= mkdtemp(FOLDERS).then((dataDir) => startManager({ ...settings, dataDir }))
    const manager = await starting
    await clear(manager)
    return manager
  }
}

async function endForGood(manager: Manager): Promise<void> {
  expect(await manager.stop(), manager.output.text).toBe(0)
  await rm(manager.dataDir, { recursive: true })
}

async function clear({ rest }: Manager): Promise<void> {
  for (const list of ['/services', '/files', '/webhooks']) {
    for (const { id } of (await rest.get<ListPage<{ id: string }>>(`${list}?limit=500`)).body.items) {
      if (list === '/services') await rest.post(`${list}/${id}/stop`, { drainMs: 0 })
      expect((await rest.delete(`${list}/${id}`)).status).toBe(204)
    }
  }
}

/**
 * A page of the dashboard, in a profile of its own, signed in. Complaints of the page fail the story, except those it
 * expects.
 */
export async function aDashboard(manager: Manager, path = '/', expected: RegExp[] = []): Promise<Page> {
  browser ??= launchBrowser()
  const context = await (await browser).newContext({ ignoreHTTPSErrors: true })
  await signIn(context, manager)
  const page = await context.newPage()
  const complaints = collectComplaints(page)
  onTestFinished(async () => {
    await context.close()
    expect(complaints.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([])
  })
  await page.goto(manager.url + path)
  return page
}
