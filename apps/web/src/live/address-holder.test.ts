import type { Service } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { addressHolder } from './address-holder.ts'

const service = (id: string, fields: Partial<Service>) =>
  ({ id, listen: [], endpoints: [], ...fields }) as unknown as Service
const at = (transport: 'tcp' | 'udp', port: number, host = '127.0.0.1') => ({ transport, host, port })

test('the holder listens on the same transport and port, on any host', () => {
  const wanting = service('a', { listen: [at('tcp', 7007)] })
  const holder = service('b', { endpoints: [at('tcp', 7007, '0.0.0.0')] })
  expect(addressHolder(wanting, [wanting, service('c', { endpoints: [at('udp', 7007)] }), holder])).toBe(
    holder,
  )
})

test('a service that only wishes for the address, or the service itself, holds nothing', () => {
  const wanting = service('a', { listen: [at('tcp', 7007)], endpoints: [at('tcp', 7007)] })
  expect(addressHolder(wanting, [wanting, service('b', { listen: [at('tcp', 7007)] })])).toBeUndefined()
})
