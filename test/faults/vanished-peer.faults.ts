import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { findProgram } from '../../scripts/setup/find-program.js'
import { closedConnection } from '../support/history.ts'
import { portOf } from '../support/services.ts'
import { isOwnNetwork, managerRow } from './fault.ts'

/** A peer that is gone without FIN or RST: a socket closed under TCP_REPAIR (tcp(7), option 19) says nothing. */
const VANISH = `
import socket, sys
peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
peer.sendall(b"x")
peer.recv(1)
peer.setsockopt(socket.IPPROTO_TCP, 19, 1)
peer.close()
`

managerRow(
  { row: 9, what: 'a peer that vanishes, keepAliveMs 1000', expected: 'reaped as reset ≤ 5 s' },
  async ({ manager, start }, context) => {
    const python = findProgram('python3')
    if (!isOwnNetwork || !python)
      return context.skip('needs a network namespace of our own, and python3 for TCP_REPAIR')
    const service = await start('echo', { socket: { keepAliveMs: 1000 } })
    await promisify(execFile)(python, ['-c', VANISH, String(portOf(service))])
    const { closeReason, durationMs } = await closedConnection(
      manager,
      ({ serviceId }) => serviceId === service.id,
    )
    expect(closeReason).toBe('reset')
    expect(durationMs).toBeLessThan(5000)
    return `reaped after ${(Number(durationMs) / 1000).toFixed(1)} s`
  },
)
