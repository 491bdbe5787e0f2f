import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigFile } from './config-file.ts'
import { DEFAULT_URL, isInClear, parseUrl, targetOf } from './target.ts'

async function aConfigFile(): Promise<ConfigFile> {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return new ConfigFile({ XDG_CONFIG_HOME: join(folder, 'config') })
}

const LOGIN = { url: 'http://127.0.0.1:8080', token: 'sb_secret' }

test('a login is kept for its owner only, and forgotten again', async () => {
  const file = await aConfigFile()
  expect(await file.read()).toBeNull()
  await file.write(LOGIN)
  await file.write({ ...LOGIN, tokenId: 'tok_1' })
  expect(await file.read()).toEqual({ ...LOGIN, tokenId: 'tok_1' })
  expect((await stat(file.path)).mode & 0o777).toBe(0o600)
  expect((await stat(dirname(file.path))).mode & 0o777).toBe(0o700)
  await file.remove()
  expect(await file.read()).toBeNull()
})

test('a file that others may read, or that makes no sense, is refused with the remedy', async () => {
  const file = await aConfigFile()
  await file.write(LOGIN)
  await chmod(file.path, 0o644)
  await expect(file.read()).rejects.toThrow('chmod 600')
  await chmod(file.path, 0o600)
  await writeFile(file.path, (await readFile(file.path, 'utf8')).slice(5))
  await expect(file.read()).rejects.toThrow('run "switchboard login" again')
})

test('the environment comes first, and what was kept for one manager is not sent to another', () => {
  const other = 'http://192.0.2.7:8080'
  expect(targetOf({}, null)).toEqual({ url: DEFAULT_URL })
  expect(targetOf({}, LOGIN)).toEqual(LOGIN)
  expect(targetOf({ SWITCHBOARD_URL: `${LOGIN.url}/` }, LOGIN)).toEqual(LOGIN)
  expect(targetOf({ SWITCHBOARD_URL: other }, LOGIN)).toEqual({ url: other })
  expect(targetOf({ SWITCHBOARD_TOKEN: 'mine' }, { ...LOGIN, url: other })).toEqual({
    url: other,
    token: 'mine',
  })
})

test.each(['ftp://x', 'http://', 'http://user:word@host', 'http://host/path', 'a b'])(
  '%j is no manager',
  (text) => {
    expect(() => parseUrl(text, 'SWITCHBOARD_URL')).toThrow('SWITCHBOARD_URL is')
  },
)

test('what can be read on the way is known', () => {
  expect(parseUrl('localhost:8080', '')).toBe('http://localhost:8080')
  expect(
    ['http://localhost', 'http://127.0.0.9:1', 'http://[::1]:1', 'https://192.0.2.7'].some(isInClear),
  ).toBe(false)
  expect(['http://192.0.2.7', 'http://localhost.example'].every(isInClear)).toBe(true)
})
