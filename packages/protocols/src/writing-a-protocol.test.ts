import { conformanceOf } from '@switchboard/netcore/conformance'
import { MemoryPeer } from '@switchboard/netcore/testing'
import type { Protocol } from '@switchboard/netcore'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const DOCUMENT = new URL('../../../docs/writing-a-protocol.md', import.meta.url)
const COMPILER = join(import.meta.dirname, '../../../node_modules/.bin/tsc')

const FENCE = /^```ts (\S+)\n([\s\S]*?)^```$/gm

/** The page's code, each block in the file it names, where it finds the packages it imports. */
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(import.meta.dirname, '..', '.writing-a-protocol-'))
  for (const [, name = '', code = ''] of (await readFile(DOCUMENT, 'utf8')).matchAll(FENCE))
    await writeFile(join(folder, name), code)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const load = (file: string): Promise<Record<string, unknown>> => import(join(folder, file))

describe('docs/writing-a-protocol.md', () => {
  it('shows code that compiles', { timeout: 60_000 }, async () => {
    const files = await readdir(folder)
    const config = { extends: '../../../tsconfig.base.json', files }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const compiling = promisify(execFile)(process.execPath, [COMPILER, '-p', folder])
    expect(await compiling.catch(({ stdout }: { stdout: string }) => ({ stdout }))).toMatchObject({
      stdout: '',
    })
  })

  it('shows an example that answers as it says', async () => {
    expect(await load('shout.example.ts')).toMatchObject({ heard: 'HELLO', closeReason: 'peer-closed' })
    await load('shout.conformance.ts')
  })

  it('greets by name, in the framing of the preset', async () => {
    const { greet } = (await load('greet.ts')) as { greet: Protocol }
    const peer = new MemoryPeer(greet, greet.presets[0]?.options)
    peer.send('Ada\n')
    expect(await peer.reply()).toBe('Hello, Ada!\n')
    const silent = new MemoryPeer(greet, { patienceMs: 10 })
    await silent.closed
    await expect.poll(() => silent.entries.map(({ type }) => type)).toContain('greet.silent')
    for (const { run } of conformanceOf(greet)) await run()
  })

  it('lets an operator speak', async () => {
    const { desk } = (await load('desk.ts')) as { desk: Protocol }
    const peer = new MemoryPeer(desk)
    expect(peer.operatorSays('hello')).toBe('sent')
    expect(await peer.reply()).toBe('hello')
    peer.send('hi')
    await expect
      .poll(() => peer.entries.map(({ type, preview }) => [type, preview]))
      .toEqual(
        expect.arrayContaining([
          ['desk.said', null],
          ['desk.heard', 'hi'],
        ]),
      )
    for (const { run } of conformanceOf(desk)) await run()
  })
})
