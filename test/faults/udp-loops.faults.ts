import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { findProgram } from '../../scripts/setup/find-program.js'
import { portOf, udp } from '../support/services.ts'
import { exchangeDatagram } from '../support/udp-client.ts'
import { isOwnNetwork, managerRow } from './fault.ts'
import { countEntries } from './journal.ts'

/** Datagrams with forged senders, `address:port:target` each: we write the IP header ourselves (raw(7)). */
const FORGE = `
import socket, struct, sys
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
for forged in sys.argv[1:]:
    address, source, target = forged.split(":")
    ends = socket.inet_aton(address) + socket.inet_aton("127.0.0.1")
    header = struct.pack("!BBHHHBBH", 0x45, 0, 0, 0, 0, 64, socket.IPPROTO_UDP, 0) + ends
    raw.sendto(header + struct.pack("!HHHH", int(source), int(target), 9, 0) + b"x", ("127.0.0.1", 0))
`

const PROTOCOLS = ['echo', 'echo', 'chargen', 'chargen', 'time', 'daytime']
/** Well-known ports of services that answer whatever comes (CERT CA-1996-01). */
const WELL_KNOWN = [7, 13, 17, 19, 37]
/** Nobody sends from there; many kernels drop what claims to. */
const UNLIKELY = ['224.0.0.1:5000', '127.255.255.255:5000', '255.255.255.255:5000', '127.0.0.1:0']

managerRow(
  {
    row: 17,
    what: 'forged UDP senders: every service to every other and itself, well-known ports, multicast, broadcast, port 0',
    expected: 'no reply leaves, others are served',
  },
  async ({ start, service, rest }, context) => {
    const python = findProgram('python3')
    if (!isOwnNetwork || !python)
      return context.skip('needs a network namespace of our own, and python3 to forge senders')
    const services = await Promise.all(PROTOCOLS.map((protocol) => start(protocol, { listen: [udp()] })))
    const ports = services.map((target) => portOf(target, 'udp'))
    const likely = [...ports, ...WELL_KNOWN].map((port) => `127.0.0.1:${port}`)
    const senders = [...likely, ...UNLIKELY]
    const forged = ports.flatMap((port) => senders.map((sender) => `${sender}:${port}`))
    await promisify(execFile)(python, ['-c', FORGE, ...forged])
    const totals = async () => {
      const stats = await Promise.all(services.map(async ({ id }) => (await service(id)).stats))
      return stats.map(({ messagesIn, messagesOut }) => ({ messagesIn, messagesOut }))
    }
    const arrived = async () => Math.min(...(await totals()).map(({ messagesIn }) => messagesIn))
    await expect.poll(arrived).toBeGreaterThanOrEqual(likely.length)
    for (const port of ports.slice(0, 2)) expect(await exchangeDatagram(port, 'done')).toBe('done')
    const tried = async () => (await totals()).reduce((sum, { messagesOut }) => sum + messagesOut, 0) - 2
    // A broadcast address looks like any other; the kernel knows it and refuses to send there.
    const refused = () => countEntries(rest, 'connection.send-failed')
    await expect.poll(async () => (await tried()) === (await refused())).toBe(true)
    for (const { messagesIn } of await totals()) expect(messagesIn).toBeLessThanOrEqual(senders.length + 1)
    return `0 replies to ${forged.length} forged datagrams (${await refused()} refused by the kernel, on record)`
  },
)
