import type { Manager } from '../../test/support/manager.ts'
import { percentile } from '../statistics.ts'
import { Reader } from './reader.ts'
import { now, Visitors } from './visitors.ts'

const DASHBOARDS = 20
const WARM_UP_MS = 2_000

/** Milliseconds from a client's connect to its entry in a dashboard, over all of them. */
export type Delays = {
  p50: number
  p95: number
  p99: number
  most: number
  entriesPerSecond: number
  told: number
}

/** Dashboards that follow all topics, while visitors come and go for so many seconds. */
export async function measureDelays(
  manager: Manager,
  port: number,
  newest: number,
  perSecond: number,
  seconds: number,
): Promise<Delays> {
  const connectedAt = new Map<number, number>()
  const delays: number[] = []
  const countsFrom = now() + WARM_UP_MS
  const onEntry = ({ type, remotePort }: { type: string; remotePort: number | null }) => {
    const at = connectedAt.get(remotePort ?? 0)
    if (type === 'connection.opened' && at !== undefined && at >= countsFrom) delays.push(now() - at)
  }
  const dashboards = Array.from(
    { length: DASHBOARDS },
    () => new Reader(manager, newest, onEntry, ['services', 'connections', 'stats']),
  )
  await Promise.all(dashboards.map((dashboard) => dashboard.open()))
  const visitors = new Visitors(port, perSecond / 2, (from, at) => connectedAt.set(from, at))
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS + seconds * 1000))
  const { visits, entriesPerSecond } = await visitors.stop()
  while (dashboards.some((dashboard) => dashboard.newest < newest + 2 * visits))
    await new Promise((resolve) => setTimeout(resolve, 20))
  for (const dashboard of dashboards) dashboard.cut()
  const [p50, p95, p99, most] = [0.5, 0.95, 0.99, 1].map((share) => percentile(delays, share))
  return { p50, p95, p99, most, entriesPerSecond, told: delays.length } as Delays
}
