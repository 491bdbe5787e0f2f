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

/**
 * A port that was free a moment ago. It is below those that the system gives to clients and to port 0: nobody gets it by
 * chance meanwhile, also not while a restart frees it, and a client that calls nobody there cannot come to call itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const held = await holdPort(anyServerPort()).catch(() => null)
    if (!held) continue
    held.release()
    return held.port
  }
}

/** So many different ones. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) ports.add(await freePort())
  return [...ports]
}

const anyServerPort = () => 20_000 + Math.floor(Math.random() * 12_000)
