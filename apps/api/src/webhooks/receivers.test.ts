import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { Receiver } from '../testing-receiver.ts'
import { post } from './post.ts'
import { Receivers, type Resolve } from './receivers.ts'

const MESSAGE = { headers: { 'content-type': 'application/json' }, body: '{"entries":[]}' }

/** 127.0.0.2 stands for a public address, 127.0.0.1 for what must not be reached. */
function receivers(resolve?: Resolve): Receivers {
  const allow = ['127.0.0.2/32']
  return new Receivers({ allow, ownPorts: () => new Set(), ...(resolve && { resolve }) })
}

const names =
  (...answers: string[][]): Resolve =>
  (_name, done) =>
    done(
      null,
      (answers.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

/** Every way to write an address that is not public; `PORT` is one where somebody listens. */
const PRIVATE = [
  'http://127.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://127.255.255.254:PORT/',
  'http://2130706433:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://0x7f.0.0.1:PORT/',
  'http://0x7f000001:PORT/',
  'http://127%2e0%2e0%2e1:PORT/',
  'http://１２７.0.0.1:PORT/',
  'http://127。0。0。1:PORT/',
  'http://localhost:PORT/',
  'http://localhost.:PORT/',
  'http://LOCALHOST:PORT/',
  'http://a.localhost:PORT/',
  'http://0.0.0.0:PORT/',
  'http://0:PORT/',
  'http://[::1]:PORT/',
  'http://[::]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[::127.0.0.1]:PORT/',
  'http://[64:ff9b::7f00:1]:PORT/',
  'http://[2002:7f00:1::1]:PORT/',
  'http://[2001:0:7f00:1::]:PORT/',
  'http://[fe80::1]:PORT/',
  'http://[fc00::1]:PORT/',
  'http://[fd12:3456::1]:PORT/',
  'http://[fec0::1]:PORT/',
  'http://[ff02::1]:PORT/',
  'http://[2001:db8::1]:PORT/',
  'http://10.0.0.1:PORT/',
  'http://172.16.0.1:PORT/',
  'http://192.168.0.1:PORT/',
  'http://100.64.0.1:PORT/',
  'http://169.254.169.254:PORT/latest/meta-data/',
  'http://[::ffff:169.254.169.254]:PORT/',
  'http://192.0.0.192:PORT/',
  'http://198.18.0.1:PORT/',
  'http://224.0.0.1:PORT/',
  'http://240.0.0.1:PORT/',
  'http://255.255.255.255:PORT/',
  'file:///etc/passwd',
  'ftp://127.0.0.1:PORT/',
  'gopher://127.0.0.1:PORT/_x',
  'data:text/plain,x',
  'javascript:0',
  'unix:/tmp/a.sock',
  '//127.0.0.1:PORT/',
  'http://',
  'http://127.0.0.2@127.0.0.1:PORT/',
  'http://user:word@127.0.0.2:PORT/',
]

test(`${PRIVATE.length} of ${PRIVATE.length} addresses that are not public are refused, and nobody is called`, async () => {
  const witness = await Receiver.open()
  const calledNames: string[] = []
  const asked = receivers((name, done) => {
    calledNames.push(name)
    done(new Error('no names here'), [])
  })
  const refused = await Promise.all(
    PRIVATE.map(async (url) => {
      const { status, error } = await post(url.replace('PORT', String(witness.port)), MESSAGE, asked)
      return status === null && /^The address (leads|begins|is no address|has a name)/.test(error ?? '')
        ? []
        : [url]
    }),
  )
  expect(refused.flat()).toEqual([])
  expect(calledNames).toEqual([])
  expect(witness.arrivals).toHaveLength(0)
})

test.each([
  ['a private address', [['127.0.0.1']]],
  ['a public and a private address', [['127.0.0.2', '127.0.0.1']]],
  ['an IPv4 address in IPv6', [['::ffff:127.0.0.1']]],
  ['the address of a link', [['169.254.169.254']]],
])('a name that leads to %s is refused', async (_what, answers) => {
  const witness = await Receiver.open()
  const { error } = await post(`http://evil.example:${witness.port}/`, MESSAGE, receivers(names(...answers)))
  expect(error).toMatch(/^The address leads to evil\.example \(.*SWITCHBOARD_WEBHOOK_ALLOW/)
  expect(witness.arrivals).toHaveLength(0)
})

test('a name is resolved once for each connection: what was checked is what is dialled', async () => {
  const outside = await Receiver.open('127.0.0.2')
  const inside = await Receiver.open('127.0.0.1', outside.port)
  const rebinding = receivers(names(['127.0.0.2'], ['127.0.0.1'], ['127.0.0.1']))
  const url = `http://rebinding.example:${outside.port}/`
  expect(await post(url, MESSAGE, rebinding)).toEqual({ status: 204, error: null })
  expect((await post(url, MESSAGE, rebinding)).error).toContain('leads to rebinding.example (127.0.0.1)')
  expect([outside.arrivals.length, inside.arrivals.length]).toEqual([1, 0])
})

test.each([301, 302, 303, 307, 308])('a redirect (%i) is told and not followed', async (status) => {
  const inside = await Receiver.open()
  const outside = await Receiver.open('127.0.0.2')
  outside.answer = (_request, response) => response.writeHead(status, { location: inside.url }).end()
  const outcome = await post(`http://127.0.0.2:${outside.port}/`, MESSAGE, receivers())
  expect(outcome).toEqual({ status, error: expect.stringContaining('redirects are not followed') })
  expect(inside.arrivals).toHaveLength(0)
})

test('our own ports are refused on every address of this machine, whatever is allowed', async () => {
  const witness = await Receiver.open()
  const ownPorts = () => new Set([witness.port])
  const open = new Receivers({ allow: ['0.0.0.0/0', '::/0'], ownPorts, resolve: names(['127.0.0.1']) })
  for (const host of [
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    'name.example',
  ]) {
    const { error } = await post(`http://${host}:${witness.port}/`, MESSAGE, open)
    expect(error, host).toMatch(/leads to port \d+ of this Switchboard itself/)
  }
  expect(witness.arrivals).toHaveLength(0)
})

test('an answer without end is cut off, and its status counts', async () => {
  const receiver = await Receiver.open('127.0.0.2')
  let written = 0
  receiver.answer = (_request, response) => {
    response.writeHead(200)
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384))) written += 16_384
    }
    response.on('drain', more)
    more()
  }
  const outcome = await post(`http://127.0.0.2:${receiver.port}/`, MESSAGE, receivers())
  expect(outcome).toEqual({ status: 200, error: null })
  expect(written).toBeLessThan(16 * 1024 ** 2)
})

test('a receiver that speaks no HTTP, or is not there, is told', async () => {
  const server = createServer((socket) => void socket.resume().end('SSH-2.0-x\r\n')).listen(0, '127.0.0.2')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  expect((await post(`http://127.0.0.2:${port}/`, MESSAGE, receivers())).error).toContain(
    'could not be reached',
  )
  server.close()
  await once(server, 'close')
  expect((await post(`http://127.0.0.2:${port}/`, MESSAGE, receivers())).error).toContain('ECONNREFUSED')
})
