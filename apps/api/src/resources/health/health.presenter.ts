import type { Health } from '@switchboard/contract'
import type { ServiceManager } from '@switchboard/netcore'
import type { Store } from '@switchboard/store'
import about from '../../../package.json' with { type: 'json' }

/** Degraded as soon as one part is. */
export function presentHealth(store: Store, manager: ServiceManager): Health {
  const { status, message } = store.health()
  const checks = { store: { status, message }, engines: checkEngines(manager.engines()) }
  const isFine = Object.values(checks).every((check) => check.status === 'ok')
  return {
    status: isFine ? 'ok' : 'degraded',
    version: about.version,
    uptimeSeconds: process.uptime(),
    checks,
  }
}

function checkEngines(engines: ReturnType<ServiceManager['engines']>): Health['checks']['engines'] {
  const missing = engines.filter(({ state }) => state !== 'running')
  if (missing.length === 0) return { status: 'ok', message: null }
  return { status: 'degraded', message: `${missing.length} of ${engines.length} engines are starting` }
}
