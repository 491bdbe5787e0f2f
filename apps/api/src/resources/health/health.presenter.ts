import type { Health } from '@switchboard/contract'
import type { ServiceManager } from '@switchboard/netcore'
import type { Store } from '@switchboard/store'
import about from '../../../package.json' with { type: 'json' }
import type { Delay } from '../../loop-delay.ts'

/** Degraded as soon as one part is. */
export function presentHealth(store: Store, manager: ServiceManager, eventLoop: Delay): Health {
  const checks = { store: store.health(), engines: checkEngines(manager.engines()) }
  const isFine = Object.values(checks).every((check) => check.status === 'ok')
  return {
    status: isFine ? 'ok' : 'degraded',
    version: about.version,
    uptimeSeconds: process.uptime(),
    checks,
    eventLoop,
  }
}

function checkEngines(engines: ReturnType<ServiceManager['engines']>): Health['checks']['engines'] {
  const missing = engines.filter(({ state }) => state !== 'running')
  if (missing.length === 0) return { status: 'ok', message: null }
  return { status: 'degraded', message: `${missing.length} of ${engines.length} engines are starting` }
}
