import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { File, Page, Protocol } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { clientEndpoints, snippetFor, type Client } from '../../apps/web/src/components/snippet.ts'
import { findProgram } from '../../scripts/setup/find-program.js'
import { createService, tcp } from '../support/services.ts'
import { sharedManager, temporaryFolder } from '../support/story.ts'

const theManager = sharedManager()

const CLIENTS: [client: Client, program: string, ...words: string[]][] = [
  ['nc', 'nc', 'bash', '-c'],
  ['python', 'python3', 'python3', '-c'],
  ['node', 'node', 'node', '--input-type=module', '-e'],
]

test.for(CLIENTS)(
  'the %s client that the page of a service shows uploads a file, over TCP and Unix',
  async ([client, program, command = '', ...words], { skip }) => {
    if (!findProgram(program)) return skip(`${program} is not installed`)
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'hello.txt'), 'hello')
    const manager = await theManager()
    const service = await createService(manager, {
      name: 'files',
      protocol: 'file-transfer',
      listen: [tcp(), { transport: 'unix', path: 'files.sock' }],
      desired: 'running',
    })
    const protocol = (await manager.rest.get<Protocol>('/protocols/file-transfer')).body
    for (const endpoint of clientEndpoints(service.endpoints)) {
      const code = snippetFor(protocol, client, endpoint, service.options) ?? 'exit 1'
      const local = code.replaceAll('data/sockets/', `${manager.dataDir}/sockets/`)
      await promisify(execFile)(command, [...words, local], { cwd: folder, timeout: 10_000 })
    }
    const received = async () => {
      const { body } = await manager.rest.get<Page<File>>('/files')
      return body.items.map(({ name, bytes }) => ({ name, bytes }))
    }
    const hello = { name: 'hello.txt', bytes: 5 }
    await expect.poll(received).toEqual([hello, hello])
  },
)
