import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp, type App } from '../app.ts'
import { AUDITED, UNAUDITED } from '../audit/actions.ts'
import { openDataDirectory } from '../data-directory.ts'
import { readEnvironment } from '../environment.ts'
import { BODY_EXAMPLES } from '../openapi/body-examples.ts'
import { ADMIN_TOKEN } from '../testing.ts'

type Change = { method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; route: string; operation: string }

let app: App
let url: string
let cleanUp: () => Promise<void>
const changes: Change[] = []

/** A manager whose routes all do as if they had done what they were asked for. */
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-audit-'))
  const directory = await openDataDirectory(folder)
  const environment = readEnvironment({
    SWITCHBOARD_PORT: '0',
    SWITCHBOARD_DATA_DIR: folder,
    SWITCHBOARD_ENGINES: '1',
    SWITCHBOARD_ADMIN_TOKEN: ADMIN_TOKEN,
  })
  app = buildApp({ environment, directory, logger: pino({ level: 'fatal' }) })
  app.addHook('onRoute', ({ method, url: route, schema }) => {
    for (const one of [method].flat()) {
      if (!['GET', 'HEAD', 'OPTIONS'].includes(one) && route.startsWith('/api/'))
        changes.push({ method: one as Change['method'], route, operation: schema?.operationId ?? '' })
    }
  })
  app.addHook('preHandler', async ({ method }, reply) => (method === 'GET' ? undefined : reply.send({})))
  url = await app.listen({ host: '127.0.0.1', port: 0 })
  cleanUp = async () => {
    app.manager.hasten()
    await app.close()
    directory.release()
    await rm(folder, { recursive: true })
  }
})
afterAll(() => cleanUp())

test('every route that changes something leaves an entry, or is on the list of those that say why not', async () => {
  expect(changes.length).toBeGreaterThan(20)
  for (const { method, route, operation } of changes) {
    const path = route.replace('::', ':').replaceAll('/:id', '/x')
    const [before] = await app.store.audit.list({ limit: 1 })
    const body = BODY_EXAMPLES[operation]
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify({ ...body, dryRun: undefined }),
    })
    expect([operation, answer.status, await answer.text()]).toEqual([operation, 200, '{}'])
    const entries = await app.store.audit.list({ limit: 10 })
    const left = entries.filter(({ seq }) => seq > (before?.seq ?? 0)).map(({ action }) => action)
    expect([operation, left]).toEqual([operation, operation in UNAUDITED ? [] : [AUDITED[operation]?.action]])
  }
})

test('nothing is on both lists, and nothing that is no route', () => {
  const listed = [...Object.keys(AUDITED), ...Object.keys(UNAUDITED)]
  expect(listed.sort()).toEqual(changes.map(({ operation }) => operation).sort())
})
