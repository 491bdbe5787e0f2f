import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { findProgram } from '../scripts/setup/find-program.js'
import { documentedCommands, formOf } from './support/documented-commands.ts'
import { root, type Manager } from './support/manager.ts'
import { freePorts } from './support/port.ts'
import { sharedManager } from './support/story.ts'

const documents = globSync('{*.md,docs/**/*.md}', { cwd: root }).sort()
const read = (document: string) => readFileSync(join(root, document), 'utf8')
const withCommands = documents.filter((document) => documentedCommands(read(document)).length > 0)

test('README and the page on protocols show commands that are tested', () => {
  expect(withCommands).toEqual(expect.arrayContaining(['README.md', 'docs/protocols.md']))
})

/** A reader goes from one page to the next: what one leaves behind but services must not matter to the others. */
const theManager = sharedManager()

describe.each(withCommands)('%s', (document) => {
  let manager: Manager
  let local: (text: string) => string
  beforeAll(async () => {
    manager = await theManager()
    local = await localise(read(document), manager)
  })

  for (const { script, output, isExample, needs, line } of documentedCommands(read(document))) {
    const missing = needs.filter((program) => !findProgram(program))
    test(`line ${line} does what it says`, async (context) => {
      if (missing.length > 0) return context.skip(`needs ${missing.join(' and ')}`)
      // A page cannot show a CR; tests of the protocols look at it.
      const printed = (await runInBash(local(script), manager)).replaceAll('\r\n', '\n').trimEnd()
      if (output === null) return
      if (isExample) expect(formOf(printed), printed).toBe(formOf(local(output)))
      else expect(printed).toBe(local(output))
    })
  }
})

/** Documents use the default port and folder, and ports from 7000 to 7099; a test takes what is free. */
async function localise(text: string, { url, dataDir }: Manager): Promise<(text: string) => string> {
  const shown = [...new Set(text.match(/\b70\d\d\b/g))]
  const free = await freePorts(shown.length)
  const ports = new Map(shown.map((port, index) => [port, String(free[index])]))
  return (command) =>
    command
      .replaceAll(/(127\.0\.0\.1|localhost):8080/g, new URL(url).host)
      .replaceAll(/\b70\d\d\b/g, (port) => ports.get(port) ?? port)
      .replaceAll('data/sockets/', `${dataDir}/sockets/`)
}

/** Documents say how to get a token; here it is. */
async function runInBash(script: string, { url, token, dataDir }: Manager): Promise<string> {
  const bash = findProgram('bash') ?? 'bash'
  const { stdout } = await promisify(execFile)(bash, ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    env: {
      ...process.env,
      TOKEN: token,
      PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH']}`,
      SWITCHBOARD_URL: url,
      SWITCHBOARD_TOKEN: token,
      XDG_CONFIG_HOME: dataDir,
    },
    timeout: 30_000,
  })
  return stdout
}
