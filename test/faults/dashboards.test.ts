import { once } from 'node:events'
import type { ClientMessage, JournalEntry, ServerMessage } from '@switchboard/contract'
import { expect, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { residentBytes } from '../../bench/process-figures.ts'
import type { Manager } from '../support/manager.ts'
import { portOf } from '../support/services.ts'
import { gather } from './crowd.ts'
import { isFull, row, size } from './fault.ts'
import { openScene } from './scene.ts'

const MIB = 1 << 20
const DASHBOARDS = 100
const MAY_COST = 64 * MIB

/** Connections that are open when the dashboards come; afterwards as many come and go some times. */
const CROWD = size(200, 5_000)
const WAVES = size(1, 3)

row(
  {
    row: 39,
    what: `${DASHBOARDS} dashboards that never read, beside one that does, come to ${CROWD} open connections; ${WAVES} × ${CROWD} come and go`,
    expected: 'the manager takes ≤ 64 MiB more than without them, the one that reads gets every entry',
  },
  async () => {
    const without = isFull ? await riseWith(0) : 0
    const rise = await riseWith(DASHBOARDS)
    expect(rise - without).toBeLessThanOrEqual(MAY_COST)
    if (!isFull) return `RSS of the manager +${inMib(rise)} at most`
    return `+${inMib(rise - without)}: RSS of the manager +${inMib(rise)} at most, +${inMib(without)} without them`
  },
)

const inMib = (bytes: number) => `${(bytes / MIB).toFixed(1)} MiB`

/** Bytes by which the manager grew at most, from before the dashboards came. */
async function riseWith(dashboards: number): Promise<number> {
  const { manager, start, unharmed } = await openScene()
  const port = portOf(await start('echo', { limits: { maxConnections: null, idleTimeoutMs: null } }))
  const first = await gather(port, CROWD)
  const memory = watchMemory(manager.pid)
  const idle = await Promise.all(Array.from({ length: dashboards }, () => openDashboard(manager)))
  for (const socket of idle) socket.pause()
  const reader = await openDashboard(manager)
  const done = closedConnections(reader, CROWD * (1 + WAVES))
  for (const socket of first.sockets) socket.destroy()
  for (let wave = 0; wave < WAVES; wave++) {
    const { sockets, served } = await gather(port, CROWD)
    expect(served).toBe(CROWD)
    for (const socket of sockets) socket.destroy()
  }
  await done
  const rise = memory.rise()
  for (const socket of [...idle, reader]) socket.terminate()
  await unharmed()
  await manager.stop()
  return rise
}

function watchMemory(pid: number): { rise(): number } {
  const before = residentBytes(pid)
  let most = before
  const timer = setInterval(() => (most = Math.max(most, residentBytes(pid))), 50)
  onTestFinished(() => clearInterval(timer))
  return {
    rise() {
      clearInterval(timer)
      return Math.max(most, residentBytes(pid)) - before
    },
  }
}

/** Subscribes to all that a dashboard shows, as one does that comes back after a cut. */
async function openDashboard({ url, rest: { headers } }: Manager): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, { headers })
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')
  const say = (message: ClientMessage) => socket.send(JSON.stringify(message))
  for (const topic of ['services', 'unread', 'stats', 'connections'] as const)
    say({ op: 'subscribe', id: topic, topic })
  say({ op: 'subscribe', id: 'journal', topic: 'journal', since: 0 })
  return socket
}

/** Resolves once so many ends of connections were told, in order, each once and without gaps. */
function closedConnections(socket: WebSocket, count: number): Promise<void> {
  let newest = 0
  let closed = 0
  const take = ({ seq, type }: JournalEntry) => {
    if (seq !== newest + 1) throw new Error(`entry ${seq} came after ${newest}`)
    newest = seq
    if (type === 'connection.closed') closed++
  }
  return new Promise((resolve, reject) => {
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as ServerMessage
      if (message.type === 'gap') reject(new Error(`a gap from ${message.from} to ${message.to}`))
      if (message.type !== 'entries') return
      message.entries.forEach(take)
      if (closed >= count) resolve()
    })
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)))
  })
}
