import type { Role } from '@switchboard/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { matchRoute, PATTERNS } from '../../apps/web/src/router/routes.ts'
import { brokenRulesEverywhere, goTo } from '../support/accessibility.ts'
import { aDashboard, aManager } from '../support/story.ts'

/** The states that a screen can be in besides being filled, and what it says in those that have words of their own. */
type Screen = {
  path: string
  /** It asks the API: it is seen loading, and failed. */
  reads?: true
  /** Nothing is there yet. */
  empty?: string
  /** Nothing passes what is in the query. */
  filtered?: [query: string, words: string]
  /** Closed to viewers, who are told who may open it. */
  needs?: Role
  /** It goes on showing what it had when the manager does not answer any more. */
  stale?: true
}

/** Every route of the dashboard, and each tab with states of its own. Filled they are in accessibility.test.ts. */
const SCREENS: readonly Screen[] = [
  { path: '/', empty: 'Start an echo service', stale: true },
  { path: '/services', empty: 'No services yet', stale: true },
  { path: '/services/new', reads: true, needs: 'admin' },
  { path: '/services/none', empty: 'There is no such service' },
  { path: '/live', reads: true, filtered: ['q=svc:nobody', 'Nothing passes this filter'], stale: true },
  {
    path: '/connections',
    empty: 'No open connections',
    filtered: ['q=svc:nobody', 'No open connection passes this filter'],
    stale: true,
  },
  {
    path: '/connections?tab=recent',
    reads: true,
    empty: 'No closed connections',
    filtered: ['q=svc:nobody', 'No closed connection passes this filter'],
  },
  { path: '/connections/none', reads: true, empty: 'There is no such connection' },
  { path: '/files', reads: true, empty: 'No files' },
  { path: '/client', empty: 'There is no service to talk to' },
  { path: '/bans', reads: true, empty: 'Nobody is banned', needs: 'operator' },
  { path: '/bans?tab=hosts', reads: true, empty: 'Nobody is watched' },
  { path: '/bans?tab=expired', empty: 'Nothing here' },
  { path: '/users', reads: true, empty: 'No users yet', needs: 'admin' },
  { path: '/tokens', reads: true, empty: 'No tokens', needs: 'admin' },
  { path: '/audit', reads: true, filtered: ['actor=nobody', 'Nobody did such a thing'], needs: 'admin' },
  { path: '/settings', filtered: ['q=unheard-of', 'No setting has all of these words'] },
  { path: '/settings?tab=retention', reads: true, needs: 'admin' },
  { path: '/settings?tab=backups', reads: true, empty: 'No backups' },
  { path: '/settings?tab=webhooks', reads: true },
  { path: '/settings?tab=environment', reads: true },
  { path: '/docs', reads: true, filtered: ['q=unheard-of', 'Nothing has all of these words'] },
  { path: '/account', empty: 'has no password' },
]
/** Without a session, and without states: in accessibility.test.ts. */
const ELSEWHERE = ['/login', '/setup']

test('every route is in the table of states', () => {
  const pages = new Set(SCREENS.map(({ path }) => matchRoute(path.split('?')[0] ?? '').page))
  const missing = PATTERNS.filter((path) => !ELSEWHERE.includes(path) && !pages.has(matchRoute(path).page))
  expect(missing).toEqual([])
})

test('no state of a screen breaks a rule of WCAG 2.2 A and AA', { timeout: 300_000 }, async () => {
  const manager = await aManager()
  const page = await aDashboard(manager, '/', [
    /status of (404|500|503)/,
    /ERR_CONNECTION_REFUSED/,
    /WebSocket/,
  ])
  const found: string[] = []
  const main = page.locator('main')
  const look = async (state: string, path: string, words: () => Promise<unknown>, part = 'main') => {
    await goTo(page, manager.url + path)
    await words().catch(() => found.push(`${path} is not ${state}`))
    const broken = await brokenRulesEverywhere(page, { part })
    found.push(...broken.map((rule) => `${path} ${state} ${rule}`))
  }
  const reading = SCREENS.filter(({ reads }) => reads)

  await page.route('**/api/v1/**', (route) => route.fulfill({ status: 500, json: FAILED }))
  for (const { path } of reading) {
    await look('failed', path, () => main.getByRole('alert').first().waitFor())
  }
  await page.unrouteAll()
  await page.route('**/api/v1/**', () => undefined)
  for (const { path } of reading) {
    await look('loading', path, () => main.getByText('Loading').first().waitFor())
  }
  await page.unrouteAll()
  await page.goto(manager.url)
  for (const { path, empty } of SCREENS) {
    if (empty) await look('empty', path, () => main.getByText(empty).first().waitFor())
  }
  for (const { path, filtered } of SCREENS) {
    if (!filtered) continue
    const [query, words] = filtered
    const address = `${path}${path.includes('?') ? '&' : '?'}${query}`
    await look('empty by its filter', address, () => main.getByText(words).first().waitFor())
  }
  await signInAsViewer(page, manager.url)
  for (const { path, needs } of SCREENS) {
    const words = `Takes the role ${needs ?? ''}`
    if (needs) await look('closed', path, () => main.getByText(words, { exact: true }).waitFor())
  }
  await manager.stop()
  for (const { path, stale } of SCREENS) {
    if (stale) await look('stale', path, () => page.getByText('as of').waitFor(), 'html')
  }
  expect(found).toEqual([])
})

const FAILED = {
  ...{ type: 'about:blank', title: 'Internal error', status: 500, code: 'internal' },
  ...{ detail: 'The disk does not answer.', requestId: 'req_1' },
}

async function signInAsViewer(page: Page, url: string): Promise<void> {
  const person = { username: 'vera', password: 'looks at many things' }
  await page.request.post(`${url}/api/v1/users`, { data: { ...person, role: 'viewer' } })
  await page.request.post(`${url}/api/v1/session`, { data: person })
  await page.goto(url)
}
