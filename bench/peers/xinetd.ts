import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findProgram, isProgram } from '../../scripts/setup/find-program.js'
import { freePort } from '../../test/support/port.ts'
import { chooseCores, onCore } from '../cores.ts'
import { atEnd } from '../ending.ts'
import { LeftOut, type Peer } from '../peer.ts'
import { startProgram, type Program } from '../program.ts'

const patienceMs = 5000

/** The echo that xinetd has built in: a process for each TCP connection. Its limits are lifted, nothing is logged. */
export const xinetd: Peer = {
  name: 'xinetd internal echo',
  async start() {
    const xinetdProgram = findProgram('xinetd') ?? ['/usr/sbin/xinetd'].find(isProgram)
    if (xinetdProgram === undefined) throw new LeftOut('xinetd is not installed')
    const port = await freePort()
    const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-'))
    const forget = atEnd(() => rmSync(folder, { recursive: true, force: true }))
    writeFileSync(join(folder, 'xinetd.conf'), configuration(port))
    const files = ['-f', join(folder, 'xinetd.conf'), '-pidfile', join(folder, 'pid')]
    const program = startProgram(onCore(chooseCores().server, [xinetdProgram, '-dontfork', ...files]))
    await listening(port, program)
    return {
      port: { tcp: port, udp: port },
      processes: { server: [program.pid], manager: [] },
      api: null,
      stop: async () => {
        await program.stop()
        rmSync(folder, { recursive: true, force: true })
        forget()
      },
    }
  },
}

const configuration = (port: number) => `defaults
{
  instances = UNLIMITED
  per_source = UNLIMITED
  cps = 1000000 1
  log_type = FILE /dev/null
}
${service('stream', 'tcp', port)}
${service('dgram', 'udp', port)}
`

const service = (socketType: string, transport: string, port: number) => `service echo
{
  type = INTERNAL UNLISTED
  id = echo-${socketType}
  socket_type = ${socketType}
  protocol = ${transport}
  wait = ${socketType === 'dgram' ? 'yes' : 'no'}
  bind = 127.0.0.1
  port = ${port}
  user = root
}`

/** It prints nothing when it is ready, so it is asked until it answers. */
async function listening(port: number, { pid, output }: Program): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(20)) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch {
      continue
    } finally {
      socket.destroy()
    }
  }
  throw new LeftOut(`xinetd (process ${pid}) did not listen within ${patienceMs} ms: ${output.text.trim()}`)
}
