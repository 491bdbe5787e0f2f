import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findProgram } from '../scripts/setup/find-program.js'
import { runLoad } from './load.ts'

/** A server on a free port; answers how many connections it has had. */
async function serve(onSocket: (socket: Socket) => void): Promise<{ port: number; accepted: () => number }> {
  let accepted = 0
  const server = createServer((socket) => {
    accepted++
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { port: (server.address() as AddressInfo).port, accepted: () => accepted }
}

const echo = (socket: Socket) => void socket.on('data', (data) => socket.write(data))

const order = { peers: 10, seconds: 0.1 }

describe.runIf(findProgram('cc', 'gcc', 'clang'))('the load generator (needs a C compiler)', () => {
  it.each(['rst', 'fin'] as const)('counts exactly the connections it makes, closed by %s', async (close) => {
    const { port, accepted } = await serve(echo)
    const result = await runLoad({ ...order, mode: 'connect', port, close })
    expect(result).toMatchObject({ connections: accepted(), echoes: accepted(), failed: 0, firstError: '' })
    expect(result.operations).toBeGreaterThan(0)
  })

  it('keeps its connections and counts round trips', async () => {
    const { port, accepted } = await serve(echo)
    const result = await runLoad({ ...order, mode: 'pingpong', port })
    expect({ failed: result.failed, accepted: accepted() }).toEqual({ failed: 0, accepted: 10 })
    expect(result.operations).toBeGreaterThan(0)
    expect(result.p99Us).toBeGreaterThanOrEqual(result.p50Us)
  })

  it('says when all idle connections are open, then speaks through one at a time', async () => {
    const { port, accepted } = await serve(echo)
    let open = 0
    const result = await runLoad({
      ...order,
      mode: 'idle',
      port,
      peers: 300,
      onHeld: () => (open = accepted()),
    })
    expect({ open, failed: result.failed }).toEqual({ open: 300, failed: 0 })
    expect(result.operations).toBeGreaterThan(0)
    expect(result.operations).toBeLessThanOrEqual(110)
  })

  it('sees a single wrong byte in an echo', async () => {
    const { port } = await serve((socket) => {
      socket.on('data', (data) => socket.write(data.with(63, (data[63] ?? 0) ^ 1)))
    })
    const result = await runLoad({ ...order, mode: 'pingpong', port })
    expect(result).toMatchObject({ operations: 0, failed: 10, mismatched: 10 })
    expect(result.firstError).toBe('an echo differs from what was sent')
  })

  it('tells of a server that closes without an answer', async () => {
    const { port } = await serve((socket) => void socket.once('data', () => socket.end()))
    const result = await runLoad({ ...order, mode: 'pingpong', port })
    expect(result).toMatchObject({ operations: 0, failed: 10, firstError: 'the server closed early' })
  })

  it('counts datagrams that nobody answers as lost or refused, never as done', async () => {
    const { port } = await serve(echo)
    const { operations, lost, failed } = await runLoad({ ...order, mode: 'udp', port })
    expect(operations).toBe(0)
    expect(lost + failed).toBeGreaterThanOrEqual(10)
  })
})
