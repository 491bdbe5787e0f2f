import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findProgram } from '../../scripts/setup/find-program.js'
import { failToStart, type ManagerSettings } from '../support/manager.ts'
import { holdPort } from '../support/port.ts'
import { temporaryFolder } from '../support/story.ts'

const nobody = 65534
const isRoot = process.getuid?.() === 0

test('a busy port', async () => {
  const { port, release } = await holdPort()
  onTestFinished(release)
  await expectOneLine({ env: { SWITCHBOARD_PORT: String(port) } }, [`SWITCHBOARD_PORT`, String(port)])
})

test('an invalid variable', async () => {
  await expectOneLine({ env: { SWITCHBOARD_PORT: 'eighty' } }, ['SWITCHBOARD_PORT', '"eighty"', '65535'])
})

test('a token that is too short, which is not shown', async () => {
  const env = { SWITCHBOARD_ADMIN_TOKEN: 'hunter2' }
  expect(await expectOneLine({ env }, ['SWITCHBOARD_ADMIN_TOKEN', '7 characters'])).not.toContain('hunter2')
})

test('a data directory that cannot be written', async ({ skip }) => {
  const folder = await temporaryFolder()
  await chmod(folder, 0o555)
  if (isRoot && !findProgram('setpriv')) skip('root can write anywhere, and setpriv is not installed')
  const drop = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']
  const command = [...(isRoot ? drop : []), process.execPath, 'apps/api/src/server.ts']
  await expectOneLine({ dataDir: join(folder, 'data'), command }, ['SWITCHBOARD_DATA_DIR', folder])
})

/** The start fails, and its one line, which is answered, names all of these. */
async function expectOneLine(settings: Partial<ManagerSettings>, parts: string[]): Promise<string> {
  const dataDir = settings.dataDir ?? (await temporaryFolder())
  const { code, output } = await failToStart({ ...settings, dataDir })
  const lines = output.trim().split('\n')
  expect(lines).toHaveLength(1)
  for (const part of parts) expect(lines[0]).toContain(part)
  expect(code).toBeGreaterThan(0)
  return output
}
