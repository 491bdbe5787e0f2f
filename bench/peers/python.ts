import { fileURLToPath } from 'node:url'
import { findProgram } from '../../scripts/setup/find-program.js'
import { LeftOut } from '../peer.ts'
import { scriptPeer } from './script.ts'

/** Python's `socketserver.ThreadingTCPServer`: a thread for each connection. */
export const pythonThreads = scriptPeer('Python ThreadingTCPServer', () => python('threading_echo.py'))

/** Python's asyncio with protocols, its faster interface. */
export const pythonAsyncio = scriptPeer('Python asyncio', () => python('asyncio_echo.py'))

/** The command that runs a script of `servers/`. Throws LeftOut where there is no Python. */
export function python(script: string): string[] {
  const program = findProgram('python3')
  if (program === undefined) throw new LeftOut('python3 is not installed')
  return [program, fileURLToPath(new URL(`../servers/${script}`, import.meta.url))]
}
