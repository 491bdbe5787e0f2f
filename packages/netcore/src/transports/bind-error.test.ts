import { expect, it } from 'vitest'
import type { ListenAddress } from '../address.ts'
import { bindError } from './bind-error.ts'

const port: ListenAddress = { transport: 'tcp', host: '192.0.2.1', port: 80 }
const file: ListenAddress = { transport: 'unix', path: '/root/echo.sock' }

it.each([
  ['EADDRINUSE', port, 'address-in-use', 'tcp 192.0.2.1:80', 'another port'],
  ['EADDRNOTAVAIL', port, 'address-not-available', 'tcp 192.0.2.1:80', '0.0.0.0'],
  ['EACCES', port, 'address-not-permitted', 'tcp 192.0.2.1:80', 'CAP_NET_BIND_SERVICE'],
  ['EADDRINUSE', file, 'address-in-use', 'unix /root/echo.sock', 'another path'],
  ['EACCES', file, 'address-not-permitted', 'unix /root/echo.sock', 'folder'],
  ['EPERM', file, 'address-not-permitted', 'unix /root/echo.sock', 'folder'],
  ['EIO', file, 'listen-failed', 'unix /root/echo.sock', 'broken'],
])('%s on %o is %s, names the address, and tells what to do', (system, address, code, where, remedy) => {
  const error = bindError(Object.assign(new Error('broken'), { code: system }), address)
  expect(error).toMatchObject({ code, context: { address } })
  expect(error.message).toContain(where)
  expect(error.message).toContain(remedy)
})
