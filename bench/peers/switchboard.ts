import type { ListenAddress, Problem, Service, ServiceInput } from '@switchboard/contract'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnManager } from '../../test/support/manager.ts'
import { Rest } from '../../test/support/rest.ts'
import { chooseCores, moveToCore } from '../cores.ts'
import { atEnd } from '../ending.ts'
import { LeftOut, type Peer, type RunningPeer } from '../peer.ts'
import { childrenOf } from '../process-figures.ts'
import { watch, type Program } from '../program.ts'

type Engines = 1 | 'all'

/** What the service does; it is running when the load begins. */
type Work = Pick<ServiceInput, 'protocol' | 'listen' | 'options'>

/** The whole of Switchboard as people run it: default settings, every connection on record, a fresh data directory. */
export const switchboard = (engines: Engines, name: string, work: Work = echo): Peer => ({
  name,
  async start() {
    const dataDir = mkdtempSync(join(tmpdir(), 'switchboard-bench-'))
    const remove = () => rmSync(dataDir, { recursive: true, force: true })
    const forget = atEnd(remove)
    const env: Record<string, string> = engines === 1 ? { SWITCHBOARD_ENGINES: '1' } : {}
    const manager = watch(spawnManager({ dataDir, env }))
    const stop = async () => {
      await manager.stop()
      remove()
      forget()
    }
    try {
      return { ...(await carry(work, manager, engines)), stop }
    } catch (error) {
      await stop()
      throw error
    }
  },
})

async function carry(work: Work, manager: Program, engines: Engines): Promise<Omit<RunningPeer, 'stop'>> {
  const [url] = await manager.output.waitFor(/http:\/\/[\w.:[\]]+:\d+/)
  const rest = new Rest(url)
  const service = await create(work, rest, engines)
  const server = childrenOf(manager.pid)
  if (engines === 1) server.forEach((pid) => moveToCore(chooseCores().server, pid))
  return {
    port: { tcp: portOf(service, 'tcp'), udp: portOf(service, 'udp') },
    processes: { server, manager: [manager.pid] },
    api: { rest, serviceId: service.id },
  }
}

const onLoopback = (transport: 'tcp' | 'udp'): ListenAddress => ({ transport, host: '127.0.0.1', port: 0 })

const echo: Work = { protocol: 'echo', listen: [onLoopback('tcp'), onLoopback('udp')] }

/** Only what the load needs differs from the defaults: room for 10,000 idle connections, and no end of theirs. */
async function create(work: Work, rest: Rest, engines: Engines): Promise<Service> {
  const { status, body } = await rest.post<Service | Problem>('/services', {
    ...work,
    name: 'bench',
    desired: 'running',
    limits: { maxConnections: engines === 'all' ? null : 20_000, idleTimeoutMs: null },
    ...(engines === 'all' && { engines }),
  })
  if (status !== 201 || !('id' in body) || body.state !== 'running') throw new LeftOut(reason(body))
  return body
}

function portOf({ endpoints }: Service, transport: 'tcp' | 'udp'): number {
  const endpoint = endpoints.find((candidate) => candidate.transport === transport)
  return endpoint && 'port' in endpoint ? endpoint.port : NaN
}

function reason(body: Service | Problem): string {
  if ('id' in body) return `its service is ${body.state}: ${body.stateReason?.message ?? 'no reason given'}`
  const fields = body.errors?.map(({ path, message }) => `${path} ${message}`).join('; ')
  return `the API refuses the service: ${fields ?? body.detail ?? JSON.stringify(body)}`
}
