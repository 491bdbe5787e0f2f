import type { ChildProcess } from 'node:child_process'
import { forkEngine } from '@switchboard/netcore/fork-engine'
import { openStore, type Store } from '@switchboard/store'
import type { FastifyBaseLogger } from 'fastify'
import type { Environment } from './environment.ts'

export const ENGINE_MODULE = new URL('../../engine/src/main.ts', import.meta.url)

/** What comes up by itself, on other cores, while this process still loads the rest of its program. */
export type HeadStart = {
  store: Promise<Store>
  engines: ChildProcess[]
}

export function beginHeadStart({ databaseUrl, engines }: Environment, log: FastifyBaseLogger): HeadStart {
  const store = openToldStore(databaseUrl, log)
  store.catch(() => undefined) // the app waits for it, and throws what it throws
  return { store, engines: Array.from({ length: engines }, () => forkEngine(ENGINE_MODULE)) }
}

/** The store, whose health is told in the log each time that it changes. */
export function openToldStore(url: string, log: FastifyBaseLogger): Promise<Store> {
  return openStore({ url, onHealth: ({ message }) => tell(log, message) })
}

function tell(log: FastifyBaseLogger, message: string | null): void {
  if (message === null) log.info('the database is well again')
  else log.warn(`the database is not well: ${message}`)
}
