import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { findChromium } from '../../scripts/setup/chromium.js'
import type { Manager } from './manager.ts'

const patienceMs = 20_000
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Starts the machine's Chromium, without a window. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium()
  if (!executablePath) throw new Error('No Chromium was found: install one or set CHROMIUM_PATH to it.')
  return await chromium.launch({ executablePath, args: flags })
}

/** What a page complained about: uncaught errors, console errors, breaches of its Content-Security-Policy. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.setDefaultTimeout(patienceMs)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

/** Signs the browser's profile in, by the admin token. */
export async function signIn(context: BrowserContext, { url, token }: Manager): Promise<void> {
  const answer = await context.request.post(`${url}/api/v1/session`, { data: { token } })
  if (!answer.ok()) throw new Error(`not signed in: ${await answer.text()}`)
}
