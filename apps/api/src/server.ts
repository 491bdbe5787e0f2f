import { flushCompileCache } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import type { App } from './app.ts'
import { keepCompiledCode } from './compiled-code.ts'
import { openDataDirectory } from './data-directory.ts'
import { readEnvironment, type Environment } from './environment.ts'
import { StartError } from './start-error.ts'

/** The manager's process: environment, data directory, listening, signals. */
async function main(): Promise<void> {
  const environment = readEnvironment(process.env)
  const directory = await openDataDirectory(environment.dataDir)
  keepCompiledCode(directory.compiledCode)
  const { createLogger } = await import('./logger.ts')
  const logger = await createLogger(environment.logLevel)
  const { beginHeadStart } = await import('./head-start.ts')
  const headStart = beginHeadStart(environment, logger)
  const { buildApp } = await import('./app.ts')
  flushCompileCache() // by itself Node saves only when the process ends in order
  const app = buildApp({ environment, directory, logger, headStart })
  dieOfTheUnforeseen(logger)
  try {
    await app.ready()
    stopOnSignal(app, logger) // whoever sees that it listens may already end it
    await app.listen({ host: environment.host, port: environment.port })
  } catch (error) {
    await app.close()
    throw explained(error, environment)
  }
  announce(app, environment, logger)
}

function announce(app: App, { tls }: Environment, logger: Logger): void {
  const { address, family, port } = app.server.address() as AddressInfo
  const url = `${tls ? 'https' : 'http'}://${family === 'IPv6' ? `[${address}]` : address}:${port}`
  if (process.stdout.isTTY) process.stdout.write(`\nSwitchboard is running on ${url}\n\n`)
  else logger.info({ url }, 'Switchboard is running')
  if (app.identity.users.isEmpty) announceSetup(`${url}/setup`, app.identity.setupCode.text, logger)
}

/** Whoever can read this may make the first user. */
function announceSetup(url: string, setupCode: string, logger: Logger): void {
  if (process.stdout.isTTY)
    process.stdout.write(`There is no user yet: open ${url}\nand enter the code ${setupCode}\n\n`)
  else logger.warn({ url, setupCode }, 'There is no user yet: open the page and enter the code')
}

/** The first signal drains, the second one cuts. */
function stopOnSignal(app: App, logger: Logger): void {
  let last: number | undefined
  const stop = () => {
    const now = performance.now()
    if (last !== undefined && now - last < SAME_SIGNAL_MS) return
    if (last === undefined) void close(app, logger)
    else hasten(app, logger)
    last = now
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

/**
 * A terminal or a supervisor signals the whole process group, and npm and the starter pass on what they got: what
 * comes within this time is still the first signal.
 */
const SAME_SIGNAL_MS = 500

async function close(app: App, logger: Logger): Promise<void> {
  logger.info('stopping')
  // By then a second signal counts, and the count of connections is up to date.
  const waiting = setTimeout(() => tellWhatIsOpen(app, logger), SAME_SIGNAL_MS + 10)
  await Promise.all([app.close(), app.drain()])
  clearTimeout(waiting)
  logger.info('stopped')
  process.exit(0)
}

function tellWhatIsOpen(app: App, logger: Logger): void {
  const open = app.manager.connections.list().length
  if (open === 0) return
  const what = open === 1 ? '1 connection' : `${open} connections`
  logger.info(`draining ${what}, Ctrl-C again to cut ${open === 1 ? 'it' : 'them'}`)
}

function hasten(app: App, logger: Logger): void {
  logger.warn('cutting what is open')
  app.manager.hasten()
  app.server.closeAllConnections()
  setTimeout(() => process.exit(1), LONGEST_END_MS).unref()
}

/** After a second signal the process ends within this time, whatever still hangs. */
const LONGEST_END_MS = 8_000

/** After an error that nobody foresaw the state is unknown: going on could do harm, a new start repairs. */
function dieOfTheUnforeseen(logger: Logger): void {
  const die = (error: unknown) => {
    logger.fatal(error, 'an unforeseen error: Switchboard ends')
    process.exit(1)
  }
  process.on('uncaughtException', die)
  process.on('unhandledRejection', die)
}

/** What a person can do something about becomes one line; anything else keeps its stack. */
function explained(error: unknown, { host, port }: Environment): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') {
    return new StartError(
      `SWITCHBOARD_PORT ${port} on ${host} is in use by another program: stop it or name another port`,
    )
  }
  if (code === 'EACCES') {
    return new StartError(`SWITCHBOARD_PORT ${port} may not be used by this user: name one above 1023`)
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(`SWITCHBOARD_HOST ${host} is not an address of this machine: name one that is`)
  }
  return error
}

main().catch(async (error: unknown) => {
  const { StoreError } = await import('@switchboard/store')
  const isPlain = error instanceof StartError || error instanceof StoreError
  process.stderr.write(isPlain ? `${error.message}\n` : `${String((error as Error).stack ?? error)}\n`)
  process.exit(1)
})
