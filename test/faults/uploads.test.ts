import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { File, Page, Service } from '@switchboard/contract'
import { expect } from 'vitest'
import { startManager, type Manager } from '../support/manager.ts'
import { createService, portOf, tcp } from '../support/services.ts'
import { aManager, temporaryFolder } from '../support/story.ts'
import { beginUpload, sha256, upload } from '../support/upload.ts'
import { row, size } from './fault.ts'
import { filesIn } from './files.ts'
import { uploadOnAndOn } from './load.ts'
import { managerOnSmallDisk, NO_MOUNT } from './own-mount.ts'
import { openScene, type Scene } from './scene.ts'

const KILLS = size(3, 100)
const UPLOADERS = 4

async function contentOf({ rest }: Manager, { id }: File): Promise<Buffer> {
  return Buffer.from(await (await rest.fetch(`/files/${id}/content`)).arrayBuffer())
}

const fileService = (manager: Manager, options: object = {}) =>
  createService(manager, {
    name: 'files',
    protocol: 'file-transfer',
    listen: [tcp()],
    desired: 'running',
    options: { reply: 'json', ...options },
  })

row(
  {
    row: 32,
    what: `kill -9 of the manager in the midst of uploads, ${KILLS} times`,
    expected: 'every acknowledged file whole and listed, no other visible, no part left',
  },
  async () => {
    const dataDir = await temporaryFolder()
    const acknowledged = new Set<string>()
    for (let kill = 0; kill < KILLS; kill++) {
      const manager = await startManager({ dataDir, env: { SWITCHBOARD_ENGINES: '1' } })
      const service = await onlyFileService(manager)
      const uploads = Promise.all(
        Array.from({ length: UPLOADERS }, () => uploadOnAndOn(portOf(service), acknowledged)),
      )
      await beginUpload(portOf(service), 'never', 10_000_000, 1_000_000)
      await pause(100 + Math.random() * 400)
      await manager.kill()
      await uploads
    }
    const manager = await aManager({ dataDir })
    const files = await filesIn(manager)
    const listed = new Set(files.map((file) => file.sha256))
    expect(files.filter(({ name }) => name === 'never')).toEqual([])
    for (const digest of acknowledged) expect(listed).toContain(digest)
    for (const file of files) expect(sha256(await contentOf(manager, file))).toBe(file.sha256)
    expect(await readdir(join(dataDir, 'files/partial'))).toEqual([])
    expect(acknowledged.size).toBeGreaterThan(0)
    return `${acknowledged.size} acknowledged, 0 lost; ${files.length} on record, all whole`
  },
)

/** A new one instead of that of the last round, which may still be about to start. */
async function onlyFileService(manager: Manager): Promise<Service> {
  const { body } = await manager.rest.get<Page<Service>>('/services')
  for (const { id } of body.items) await manager.rest.delete(`/services/${id}`)
  return fileService(manager)
}

row(
  {
    row: 30,
    what: 'uploads, journal and database fill an 8 MiB disk',
    expected: 'a typed error, earlier files intact, well again when there is room',
  },
  async (context) => {
    const dataDir = await temporaryFolder()
    const command = managerOnSmallDisk(dataDir)
    if (!command) return context.skip(NO_MOUNT)
    const scene = await openScene({ dataDir, command, env: { SWITCHBOARD_ENGINES: '1' } })
    const figure = await fillTheDisk(scene)
    await scene.unharmed()
    return figure
  },
)

async function fillTheDisk({ manager }: Scene): Promise<string> {
  const port = portOf(await fileService(manager))
  const whole = new Map<string, Buffer>()
  let refusal = ''
  while (refusal === '') {
    const bytes = randomBytes(1_000_000)
    const reply = await upload(port, 'megabyte', bytes)
    if (reply.status === 'ok') whole.set(sha256(bytes), bytes)
    else refusal = reply.code ?? reply.status
  }
  expect(['disk-full', 'store-unavailable']).toContain(refusal)
  expect(whole.size).toBeGreaterThan(2)
  const files = await filesIn(manager)
  expect(files.map((file) => file.sha256).toSorted()).toEqual([...whole.keys()].toSorted())
  for (const file of files) expect(await contentOf(manager, file)).toEqual(whole.get(file.sha256))
  for (const { id } of files.slice(0, 2)) expect((await manager.rest.delete(`/files/${id}`)).status).toBe(204)
  await expect
    .poll(async () => (await upload(port, 'again', randomBytes(500_000))).status, { timeout: 10_000 })
    .toBe('ok')
  return `${refusal} after ${whole.size} MB, 0 files harmed`
}
