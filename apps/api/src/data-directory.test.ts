import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test } from 'vitest'
import { openDataDirectory } from './data-directory.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as (options: { execution: 'async' }) => Promise<void>

test('is held until it is released, even when nobody remembers it', async () => {
  const path = await mkdtemp(join(tmpdir(), 'switchboard-'))
  onTestFinished(() => rm(path, { recursive: true }))
  await openDataDirectory(path)
  await collectGarbage({ execution: 'async' })
  await expect(openDataDirectory(path)).rejects.toThrow('is in use by another running Switchboard')
})

test('can be taken again after its release', async () => {
  const path = await mkdtemp(join(tmpdir(), 'switchboard-'))
  onTestFinished(() => rm(path, { recursive: true }))
  const { release } = await openDataDirectory(path)
  release()
  const again = await openDataDirectory(path)
  again.release()
})
