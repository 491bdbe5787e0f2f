import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { packagesAreCurrent, rememberInstall } from './packages.js'

const one = { 'node_modules/one': { version: '1.0.0', integrity: 'sha512-one' } }
const newer = { 'node_modules/one': { version: '1.0.1', integrity: 'sha512-newer' } }
const two = { 'node_modules/two': { version: '2.0.0', integrity: 'sha512-two' } }
const otherPlatform = {
  'node_modules/other': { version: '1.0.0', integrity: 'sha512-other', optional: true },
}

test.each([
  ['nothing is installed', one, null, false],
  ['all is installed', one, one, true],
  ['a package was added', { ...one, ...two }, one, false],
  ['a package was updated', newer, one, false],
  ['only packages of other platforms are missing', { ...one, ...otherPlatform }, one, true],
  ['more is installed than needed', one, { ...one, ...two }, true],
])('%s', async (_case, wanted, installed, current) => {
  expect(packagesAreCurrent(await clone(wanted, installed))).toBe(current)
})

test('an install that npm calls complete is not repeated, until the lock file changes', async () => {
  const folder = await clone({ ...one, ...two }, one)
  rememberInstall(folder)
  expect(packagesAreCurrent(folder)).toBe(true)
  await writeLock(join(folder, 'package-lock.json'), { ...newer, ...two })
  expect(packagesAreCurrent(folder)).toBe(false)
})

test('packages without the pinned Node are not enough', async () => {
  const folder = await clone(one, one)
  await rm(join(folder, 'node_modules', '.bin', 'node'))
  expect(packagesAreCurrent(folder)).toBe(false)
})

async function clone(wanted: object, installed: object | null): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-clone-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeLock(join(folder, 'package-lock.json'), wanted)
  if (installed === null) return folder
  await mkdir(join(folder, 'node_modules', '.bin'), { recursive: true })
  await writeFile(join(folder, 'node_modules', '.bin', 'node'), '')
  await writeLock(join(folder, 'node_modules', '.package-lock.json'), installed)
  return folder
}

const writeLock = (file: string, packages: object) =>
  writeFile(file, JSON.stringify({ packages: { '': {}, ...packages } }))
