import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { findProgram } from '../../scripts/setup/find-program.js'
import { portOf, udp } from '../support/services.ts'
import { exchangeDatagram } from '../support/udp-client.ts'
import { isOwnNetwork, managerRow } from './fault.ts'

/** A datagram with a forged source port; the kernel writes the IP header (raw(7)). */
const FORGE = `
import socket, struct, sys
source, target = int(sys.argv[1]), int(sys.argv[2])
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
raw.sendto(struct.pack("!HHHH", source, target, 9, 0) + b"x", ("127.0.0.1", 0))
`

managerRow(
  {
    row: 17,
    what: 'forged UDP senders: echo to echo, echo to itself, ports 0, 7 and 19',
    expected: '≤ 1 reply each, then silence',
  },
  async ({ start, service }, context) => {
    const python = findProgram('python3')
    if (!isOwnNetwork || !python)
      return context.skip('needs a network namespace of our own, and python3 to forge senders')
    const first = await start('echo', { listen: [udp()] })
    const second = await start('echo', { listen: [udp()] })
    const [one, two] = [portOf(first, 'udp'), portOf(second, 'udp')]
    const forged = [two, one, 0, 7, 19]
    for (const source of forged) await promisify(execFile)(python, ['-c', FORGE, String(source), String(one)])
    const totals = async () => {
      const stats = [(await service(first.id)).stats, (await service(second.id)).stats]
      return stats.map(({ messagesIn, messagesOut }) => ({ messagesIn, messagesOut }))
    }
    // The kernel itself drops what claims to come from port 0.
    await expect.poll(async () => (await totals())[0]?.messagesIn).toBeGreaterThanOrEqual(forged.length - 1)
    expect([await exchangeDatagram(one, 'done'), await exchangeDatagram(two, 'done')]).toEqual([
      'done',
      'done',
    ])
    const both = { messagesIn: 1, messagesOut: 1 }
    await expect.poll(async () => (await totals())[1]).toEqual(both)
    const [{ messagesOut } = { messagesOut: NaN }] = await totals()
    expect(messagesOut).toBe(1)
    return `0 replies to ${forged.length} forged datagrams`
  },
)
