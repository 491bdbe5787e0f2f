// Makes the types of the API's client from the document that a manager serves about itself.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { startManager } from '../../test/support/manager.ts'

const folder = join(import.meta.dirname, 'src', 'generated')
const dataDir = await mkdtemp(join(tmpdir(), 'switchboard-client-'))
const manager = await startManager({ dataDir, env: { SWITCHBOARD_ENGINES: '1' } })
try {
  const { status, body } = await manager.rest.get<OpenAPI3>('/openapi.json')
  if (status !== 200) throw new Error(`The manager does not describe its API: ${JSON.stringify(body)}`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'openapi.ts'), astToString(await openapiTS(body)))
} finally {
  await manager.stop()
  await rm(dataDir, { recursive: true, force: true })
}
