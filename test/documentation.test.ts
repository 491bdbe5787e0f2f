import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { findProgram } from '../scripts/setup/find-program.js'
import { documentedCommands } from './support/documented-commands.ts'
import { root, type Manager } from './support/manager.ts'
import { freePort } from './support/port.ts'
import { aManager } from './support/story.ts'

const documents = globSync('{*.md,docs/**/*.md}', { cwd: root }).sort()
const read = (document: string) => readFileSync(join(root, document), 'utf8')
const withCommands = documents.filter((document) => documentedCommands(read(document)).length > 0)

test('the README shows commands that are tested', () => {
  expect(withCommands).toContain('README.md')
})

test.each(withCommands)('the commands of %s do what it says', async (document) => {
  const commands = documentedCommands(read(document))
  const manager = await aManager()
  const local = await localise(manager)
  for (const { script, output, line } of commands) {
    const printed = await runInBash(local(script))
    if (output !== null) expect(printed.trim(), `${document}:${line}`).toBe(local(output))
  }
})

/** Documents use the default port and 7007; a test takes what is free. */
async function localise(manager: Manager): Promise<(text: string) => string> {
  const servicePort = await freePort()
  const { host } = new URL(manager.url)
  return (text) =>
    text.replaceAll(/(127\.0\.0\.1|localhost):8080/g, host).replaceAll('7007', String(servicePort))
}

async function runInBash(script: string): Promise<string> {
  const bash = findProgram('bash') ?? 'bash'
  const { stdout } = await promisify(execFile)(bash, ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    timeout: 30_000,
  })
  return stdout
}
