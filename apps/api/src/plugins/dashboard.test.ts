import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestManager } from '../testing.ts'

let manager: TestManager
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchboard-dashboard-'))
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true })
  await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Switchboard</title>')
  await writeFile(join(folder, 'dist', 'assets', 'index-1a2b.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  manager = await TestManager.start({
    dashboardDirectory: join(folder, 'dist'),
    variables: { SWITCHBOARD_ADMIN_TOKEN: 'x'.repeat(32) },
  })
})
afterAll(async () => {
  await manager.close()
  await rm(folder, { recursive: true })
})

test.each(['/', '/services', '/services/svc_1?tab=live', '/login'])(
  '%s is a screen, open to everybody',
  async (path) => {
    const response = await fetch(manager.url + path)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<title>Switchboard</title>')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';style-src 'self'")
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(response.headers.has('strict-transport-security')).toBe(false)
  },
)

test('files with a hash in their name may be kept for ever', async () => {
  const response = await fetch(`${manager.url}/assets/index-1a2b.js`)
  expect(response.headers.get('content-type')).toMatch(/javascript/)
  expect(response.headers.get('cache-control')).toContain('immutable')
})

test.each(['/assets/gone.js', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/..%5c..%5csecret.txt'])(
  '%s is nowhere',
  async (path) => {
    const response = await fetch(manager.url + path)
    expect([400, 403, 404]).toContain(response.status)
    expect(await response.text()).not.toBe('secret')
  },
)

test('without a build the API still answers', async () => {
  const bare = await TestManager.start({ dashboardDirectory: join(folder, 'nothing') })
  const response = await fetch(bare.url)
  expect(response.status).toBe(404)
  expect(((await response.json()) as { detail: string }).detail).toContain('not built')
  expect((await bare.call('GET', '/health')).status).toBe(200)
  await bare.close()
})
