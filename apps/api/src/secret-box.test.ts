import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { SecretBox, SecretError } from './secret-box.ts'

const SECRET = 'größer als ASCII: correct horse'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchboard-secrets-'))
  path = join(folder, 'secret.key')
  onTestFinished(() => rm(folder, { recursive: true }))
})

test('a secret comes back with the key, and tells nothing without', async () => {
  const box = await SecretBox.open(path)
  const sealed = await box.seal(SECRET, 'svc_1/challenge/lab')
  expect(sealed).not.toContain('horse')
  const again = await SecretBox.open(path)
  expect(again.unseal(sealed, 'svc_1/challenge/lab')).toBe(SECRET)
  expect(await again.seal(SECRET, 'svc_1/challenge/lab')).not.toBe(sealed)
})

test('the key is made once, for the first secret, whole and for this user only', async () => {
  const box = await SecretBox.open(path)
  expect(await readdir(folder)).toEqual([])
  await Promise.all(['one', 'another'].map((secret) => box.seal(secret, 'here')))
  const key = await readFile(path, 'utf8')
  expect(key).toMatch(/^[0-9a-f]{64}\n$/)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  await box.seal('two', 'here')
  await (await SecretBox.open(path)).seal('three', 'here')
  expect(await readFile(path, 'utf8')).toBe(key)
  expect(await readdir(folder)).toEqual(['secret.key'])
})

test('a key that appears meanwhile is not overwritten', async () => {
  const box = await SecretBox.open(path)
  await writeFile(path, 'from a backup')
  await expect(box.seal('one', 'here')).rejects.toThrow('EEXIST')
  expect(await readFile(path, 'utf8')).toBe('from a backup')
  expect(await readdir(folder)).toEqual(['secret.key'])
})

test('a sealed secret opens in its own place only, and not when it was changed', async () => {
  const box = await SecretBox.open(path)
  const sealed = await box.seal(SECRET, 'svc_1/challenge/lab')
  const other = sealed.at(-2) === 'A' ? 'B' : 'A'
  for (const broken of [`${sealed.slice(0, -2)}${other}${sealed.at(-1)}`, sealed.slice(0, 30), 'v2.x.y', ''])
    expect(() => box.unseal(broken, 'svc_1/challenge/lab'), broken).toThrow(SecretError)
  expect(() => box.unseal(sealed, 'svc_2/challenge/lab')).toThrow('moved there from elsewhere')
})

test('without its key, with another one and with a useless one it says so, and leaves the file alone', async () => {
  const sealed = await (await SecretBox.open(path)).seal(SECRET, 'here')
  const reason = async () => {
    const box = await SecretBox.open(path)
    try {
      return box.unseal(sealed, 'here')
    } catch (error) {
      return (error as Error).message
    }
  }
  await rm(path)
  expect(await reason()).toBe('secret.key is missing in the data directory')
  await writeFile(path, `${'0'.repeat(64)}\n`)
  expect(await reason()).toBe('secret.key in the data directory is not the one they are sealed with')
  await writeFile(path, 'what?')
  expect(await reason()).toBe('secret.key in the data directory is not a key of 64 hexadecimal digits')
  await expect((await SecretBox.open(path)).seal('new', 'here')).rejects.toThrow(SecretError)
  expect(await readFile(path, 'utf8')).toBe('what?')
})

test('a folder that does not take the key is told', async () => {
  const box = await SecretBox.open(join(folder, 'gone', 'secret.key'))
  await expect(box.seal('one', 'here')).rejects.toThrow('cannot be made in the data directory (ENOENT)')
})
