import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, expect, onTestFinished } from 'vitest'
import { collectComplaints, launchBrowser, signIn } from './browser.ts'
import { startManager, type Manager, type ManagerSettings } from './manager.ts'

// What a story uses, and what its end puts away again. The newest goes first: pages, managers, folders.

let browser: Promise<Browser> | undefined
afterAll(async () => (await browser)?.close())

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-story-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A manager in an empty data directory, unless one is given. Its orderly end is part of every story. */
export async function aManager(settings: Partial<ManagerSettings> = {}): Promise<Manager> {
  const dataDir = settings.dataDir ?? (await temporaryFolder())
  const manager = await startManager({ ...settings, dataDir })
  onTestFinished(async () => {
    const code = await manager.stop()
    if (code !== null) expect(code, manager.output.text).toBe(0) // null: the story killed it
  })
  return manager
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
