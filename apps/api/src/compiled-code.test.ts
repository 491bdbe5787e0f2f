import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

test(
  'what Node compiled is kept for the next start, also by a manager and engines that are killed',
  { timeout: 60_000 },
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'switchboard-'))
    // Its engine dies a moment after it.
    onTestFinished(() => rm(dataDir, { recursive: true, maxRetries: 9 }))
    const { PATH = '' } = process.env
    const env = { PATH, SWITCHBOARD_DATA_DIR: dataDir, SWITCHBOARD_PORT: '0', SWITCHBOARD_ENGINES: '1' }
    const manager = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], { env })
    await once(manager.stdout, 'data')
    manager.kill('SIGKILL')
    await once(manager, 'close')
    const [version = ''] = await readdir(join(dataDir, 'compiled'))
    expect((await readdir(join(dataDir, 'compiled', version))).length).toBeGreaterThan(500)
  },
)
