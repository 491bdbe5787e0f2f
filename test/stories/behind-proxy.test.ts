import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { findProgram } from '../../scripts/setup/find-program.js'
import { root, type Manager } from '../support/manager.ts'
import { freePort } from '../support/port.ts'
import { ProgramOutput } from '../support/program-output.ts'
import { aManager, temporaryFolder } from '../support/story.ts'

const TOKEN = 'the-token-of-the-proxies-story-42'
const authorization = `Bearer ${TOKEN}`

const deployed = (file: string) => readFileSync(join(root, 'deploy', file), 'utf8')

type Proxy = { name: string; start: (folder: string, site: Site) => { command: string[]; ready: RegExp } }
type Site = { port: number; manager: Manager }

/** The files of deploy/ with nothing but names and numbers replaced. */
const proxies: Proxy[] = [
  {
    name: 'nginx',
    start(folder, { port, manager }) {
      const [certificate, key] = selfSigned(folder)
      const site = deployed('nginx.conf')
        .replace('listen 443', `listen 127.0.0.1:${port}`)
        .replace('http://127.0.0.1:8080', manager.url)
        .replace('/etc/ssl/panel.example.pem', certificate)
        .replace('/etc/ssl/panel.example.key', key)
      const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      const folders = kinds.map((kind) => `${kind}_temp_path ${folder};`).join(' ')
      const frame = `daemon off; pid ${folder}/pid; error_log stderr notice; events {} http { access_log off; ${folders} ${site} }`
      const path = join(folder, 'nginx.conf')
      writeFileSync(path, frame)
      return {
        command: ['nginx', '-p', folder, '-e', 'stderr', '-c', path],
        ready: /start worker process \d/,
      }
    },
  },
  {
    name: 'caddy',
    start(folder, { port, manager }) {
      const site = deployed('Caddyfile')
        .replace('panel.example {', `https://panel.example:${port} {\n\ttls ${selfSigned(folder).join(' ')}`)
        .replace('127.0.0.1:8080', new URL(manager.url).host)
      const path = join(folder, 'Caddyfile')
      const options = '{\n\tadmin off\n\tauto_https off\n}\n'
      writeFileSync(path, options + site)
      return {
        command: ['caddy', 'run', '--adapter', 'caddyfile', '--config', path],
        ready: /serving initial configuration/,
      }
    },
  },
]

test.for(proxies)('$name in front: REST, sign-in and live feed', async ({ name, start }, { skip }) => {
  if (!findProgram(name)) return skip(`needs ${name}`)
  const manager = await aManager({
    env: {
      SWITCHBOARD_ADMIN_TOKEN: TOKEN,
      SWITCHBOARD_ALLOWED_HOSTS: 'panel.example',
      SWITCHBOARD_TRUSTED_PROXIES: '127.0.0.1',
    },
  })
  const port = await freePort()
  await run(await temporaryFolder(), (folder) => start(folder, { port, manager }))
  const panel = `panel.example:${port}`

  expect(await call(port, 'GET', '/api/v1/health')).toMatchObject({ status: 200 })
  expect(await call(port, 'GET', '/api/v1/services')).toMatchObject({ status: 401 })
  const headers = { 'content-type': 'application/json', origin: `https://${panel}` }
  const signedIn = await call(port, 'POST', '/api/v1/session', headers, JSON.stringify({ token: TOKEN }))
  expect(signedIn).toMatchObject({ status: 200, cookie: expect.stringMatching(/; Secure/) })
  const evil = { ...headers, origin: 'https://evil.example' }
  expect(await call(port, 'POST', '/api/v1/session', evil, '{}')).toMatchObject({ status: 403 })

  const socket = new WebSocket(`wss://127.0.0.1:${port}/api/v1/live`, {
    ...{ headers: { authorization, host: panel }, servername: 'panel.example' },
    ...{ rejectUnauthorized: false, origin: `https://${panel}` },
  })
  const [hello] = (await once(socket, 'message')) as [Buffer]
  expect(JSON.parse(hello.toString())).toMatchObject({ type: 'hello' })
  socket.terminate()
})

/** Runs it until the test has finished, in a folder of its own. */
async function run(folder: string, start: (folder: string) => { command: string[]; ready: RegExp }) {
  mkdirSync(join(folder, 'home'))
  const { command, ready } = start(folder)
  const [program = '', ...args] = command
  const child = spawn(program, args, { env: { PATH: process.env.PATH, HOME: join(folder, 'home') } })
  onTestFinished(async () => {
    const closed = once(child, 'close')
    child.kill()
    await closed
  })
  await new ProgramOutput(child).waitFor(ready)
}

function selfSigned(folder: string): [certificate: string, key: string] {
  const [certificate, key] = [join(folder, 'panel.pem'), join(folder, 'panel.key')]
  const names = ['-subj', '/CN=panel.example', '-days', '1', '-keyout', key, '-out', certificate]
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync('openssl', [...kind, ...names], { stdio: 'ignore' })
  return [certificate, key]
}

async function call(port: number, method: string, path: string, headers = {}, body = '') {
  const address = { host: '127.0.0.1', port, servername: 'panel.example', rejectUnauthorized: false }
  const all = { host: `panel.example:${port}`, ...headers }
  const sent = request({ ...address, method, path, headers: all, agent: false })
  sent.end(body)
  const [response] = await once(sent, 'response')
  response.resume()
  return { status: response.statusCode as number, cookie: String(response.headers['set-cookie'] ?? '') }
}
