import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { root } from '../support/manager.ts'
import { aDashboard, aManager, temporaryFolder } from '../support/story.ts'

const run = promisify(execFile)

test('a certificate by command, then curl and a browser over TLS', async () => {
  const dataDir = await temporaryFolder()
  const env = { ...process.env, SWITCHBOARD_DATA_DIR: dataDir }
  const { stdout } = await run(process.execPath, ['scripts/certificate.js'], { cwd: root, env })
  const said = (pattern: RegExp) => pattern.exec(stdout)?.[1] ?? ''
  const [certificate, key] = [said(/^(SWITCHBOARD_TLS_CERT=.*)$/m), said(/^(SWITCHBOARD_TLS_KEY=.*)$/m)]
  const manager = await aManager({
    dataDir,
    env: Object.fromEntries([certificate, key].map((line) => line.split('='))) as Record<string, string>,
  })
  expect(manager.url).toMatch(/^https:/)
  await manager.output.waitFor(new RegExp(said(/^SHA-256 (\S+)$/m)))

  const trusting = ['-sf', '--cacert', certificate.split('=')[1] ?? '']
  const asked = [`${manager.url}/api/v1/session`, '-H', `Authorization: Bearer ${manager.token}`]
  expect((await run('curl', [...trusting, ...asked])).stdout).toContain('"name":"admin token"')
  await expect(run('curl', ['-sf', ...asked])).rejects.toMatchObject({ code: 60 }) // not trusted

  const page = await aDashboard(manager)
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.getByText('Live', { exact: true }).first().waitFor()
  const [cookie] = await page.context().cookies()
  expect(cookie).toMatchObject({ name: '__Host-switchboard_session', secure: true, httpOnly: true })
})
