import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Established, in the kernel's numbers (proc_net(5), include/net/tcp_states.h). */
const ESTABLISHED = '01'

/**
 * Open file descriptors of the processes together, without the connections of HTTP clients to `url`, and without the
 * database's write-ahead log, which each of the manager's few connections opens when it first needs it.
 */
export function heldDescriptors(pids: number[], url: string): number {
  const held = pids.flatMap((pid) => readdirSync(`/proc/${pid}/fd`).map((fd) => `/proc/${pid}/fd/${fd}`))
  return held.filter((fd) => !isLog(fd)).length - connectionsTo(Number(new URL(url).port))
}

function isLog(fd: string): boolean {
  try {
    return readlinkSync(fd).endsWith('.db-wal')
  } catch {
    return false // Closed in between.
  }
}

function connectionsTo(port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1)
  const fields = rows.map((row) => row.trim().split(/\s+/))
  // An inode of 0: not accepted yet, or given back already.
  return fields.filter(([, here, , state, , , , , , inode]) => {
    return here?.endsWith(local) && state === ESTABLISHED && inode !== '0'
  }).length
}
