import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ADMIN_TOKEN, NOBODY, TestManager } from '../testing.ts'

// Row 40: pages of other sites that open the live feed with the cookie of somebody who is signed in here.

let manager: TestManager
let cookie: string

beforeAll(async () => {
  manager = await TestManager.start()
  const { headers } = await manager.call('POST', '/session', { token: ADMIN_TOKEN }, NOBODY)
  cookie = headers.getSetCookie()[0]?.split(';')[0] ?? ''
})
afterAll(() => manager.close())

/** Names whose first and last parts are ours, or that a careless parser takes for ours. */
const foreignOrigins = (own: URL): string[] => [
  'null',
  'https://evil.example',
  `http://${own.host}.evil.example`,
  `http://${own.hostname}.evil.example:${own.port}`,
  `http://evil${own.host}`,
  `http://evil.example/${own.host}`,
  `http://evil.example?${own.host}`,
  `http://evil.example#${own.origin}`,
  `http://${own.host}@evil.example`,
  `http://evil.example:${own.port}`,
  `http://${own.hostname}`,
  `http://${own.hostname}:1`,
  `http://${own.hostname}:${own.port}0`,
  `http://localhost:${own.port}`,
  `http://[::ffff:127.0.0.1]:${own.port}`,
  `ftp://${own.host}`,
  `ws://${own.host}`,
  `file://${own.host}`,
  `chrome-extension://${own.host}`,
  `${own.origin}, https://evil.example`,
  `https://evil.example ${own.origin}`,
  `${own.origin}/`,
  '*',
]

/** As after DNS rebinding: the page's own name leads here. */
const foreignHosts = (own: URL): string[] => [
  'evil.example',
  `evil.example:${own.port}`,
  `${own.hostname}.evil.example:${own.port}`,
  `${own.hostname}@evil.example:${own.port}`,
  `localhost.evil.example:${own.port}`,
  `169.254.169.254:${own.port}`,
  `0.0.0.0:${own.port}`,
  `2130706433:${own.port}`,
  `0x7f.1:${own.port}`,
  `[::2]:${own.port}`,
]

/** The status of the answer: 101 if the feed is open. */
async function knock(headers: Record<string, string>): Promise<number | undefined> {
  const socket = new WebSocket(`${manager.url.replace('http', 'ws')}/api/v1/live`, { headers })
  socket.on('error', () => {})
  try {
    return await Promise.race([
      once(socket, 'open').then(() => 101),
      once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number),
    ])
  } finally {
    socket.terminate()
  }
}

test('only the dashboard itself opens the live feed with a cookie; others are refused before the upgrade', async () => {
  const own = new URL(manager.url)
  const visitors: Record<string, string>[] = [
    {},
    ...foreignOrigins(own).map((origin) => ({ origin })),
    ...foreignHosts(own).flatMap((host) => [{ host, origin: `http://${host}` }, { host }]),
    { origin: own.origin, 'sec-fetch-site': 'cross-site' },
  ]
  const wrong: string[] = []
  for (const visitor of visitors) {
    const status = await knock({ ...visitor, cookie })
    if (status !== 403) wrong.push(`${JSON.stringify(visitor)} answered ${status}`)
  }
  process.stdout.write(`row 40: ${visitors.length - wrong.length}/${visitors.length} refused\n`)
  expect(wrong).toEqual([])
  expect(await knock({ origin: own.origin, cookie })).toBe(101)
})
