import type { Connection, Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { replayAddress } from './replay-address.ts'

const service = {
  id: 'svc_1',
  endpoints: [
    { transport: 'udp', host: '127.0.0.1', port: 7007 },
    { transport: 'tcp', host: '127.0.0.1', port: 7008 },
    { transport: 'tcp', host: '127.0.0.1', port: 7007 },
  ],
} as Service
const connection = { id: 'con_1', transport: 'tcp', localPort: 7007 } as Connection

test('a replay goes to the address that the peer had called, or to one like it', () => {
  expect(replayAddress(connection, service)).toBe('/client?service=svc_1&endpoint=2&replay=con_1')
  expect(replayAddress({ ...connection, localPort: 1 }, service)).toContain('endpoint=1')
  expect(replayAddress({ ...connection, transport: 'unix' }, service)).toBe(
    '/client?service=svc_1&replay=con_1',
  )
  expect(replayAddress(connection, undefined)).toBeNull()
})
