import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { chooseCores, onCore } from './cores.ts'
import { atEnd } from './ending.ts'
import { loadProgram } from './load-program.ts'

export type LoadMode = 'pingpong' | 'connect' | 'udp' | 'idle'

/** What one run of the load generator is asked for; `load/load.c` says what the modes do. */
export type LoadOrder = {
  mode: LoadMode
  port: number
  /** Connections, or UDP sockets, at the same time. */
  peers: number
  seconds: number
  close?: 'rst' | 'fin'
  /** Mode `idle`: every connection is open and has had its echo. */
  onHeld?: () => void
}

/** What the load generator saw. Latency in microseconds. */
export type LoadResult = {
  /** Measured time. */
  seconds: number
  /** Echoes within the measured time. */
  operations: number
  /** All echoes, those before and after the measured time included. */
  echoes: number
  /** Connections that were established, UDP sockets included. */
  connections: number
  failed: number
  /** Echoes that differ from what was sent; they count as failed as well. */
  mismatched: number
  /** Datagrams without an echo. */
  lost: number
  p50Us: number
  p99Us: number
  longestUs: number
  /** CPU time of the load generator itself. */
  cpuUs: number
  /** Empty where nothing failed. */
  firstError: string
}

/** Bytes of each message. */
export const MESSAGE_BYTES = 64

/** Runs the load generator on its own core, to its end. Throws NoCompiler, or what it complains of. */
export async function runLoad({ mode, port, peers, seconds, close = 'rst', onHeld }: LoadOrder) {
  const words = [mode, port, peers, MESSAGE_BYTES, seconds, close].map(String)
  const [command = '', ...args] = onCore(chooseCores().load, [loadProgram(), ...words])
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const forget = atEnd(() => child.kill('SIGKILL'))
  const closed = once(child, 'close')
  let last = ''
  for await (const line of createInterface({ input: child.stdout })) {
    last = line
    if (line.startsWith('{"held"')) onHeld?.()
  }
  const [code] = (await closed) as [number | null]
  forget()
  if (code !== 0) throw new Error(`The load generator ended with code ${code}: load ${words.join(' ')}`)
  return JSON.parse(last) as LoadResult
}
