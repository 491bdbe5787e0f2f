import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

/** A TCP port held by this process: somebody else's, as Switchboard sees it. By default one that was free. */
export async function holdPort(wished = 0): Promise<{ port: number; release(): void }> {
  const server = createServer()
  server.listen(wished, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { port, release: () => server.close() }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const { port, release } = await holdPort()
  release()
  return port
}

/** So many different ones. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => holdPort()))
  for (const { release } of held) release()
  return held.map(({ port }) => port)
}

/** A free port below those the system gives to clients: a client that calls nobody there cannot come to call itself. */
export async function freeServerPort(): Promise<number> {
  for (;;) {
    const wished = 20_000 + Math.floor(Math.random() * 12_000)
    const held = await holdPort(wished).catch(() => null)
    if (!held) continue
    held.release()
    return held.port
  }
}
