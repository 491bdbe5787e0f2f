import { pino, type DestinationStream, type Logger } from 'pino'
import type { LogLevel } from './environment.ts'

/** Lines for people on a terminal, JSON lines everywhere else. */
export async function createLogger(level: LogLevel): Promise<Logger> {
  if (!process.stdout.isTTY) return pino({ level }, pino.destination({ fd: 1, sync: true }))
  const { PinoPretty } = await import('pino-pretty')
  const terminal: DestinationStream = PinoPretty({ sync: true, ignore: 'pid,hostname', singleLine: true })
  return pino({ level }, terminal)
}
