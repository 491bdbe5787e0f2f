import { chooseCores, onCore } from '../cores.ts'
import type { Peer } from '../peer.ts'
import { startProgram } from '../program.ts'

/**
 * A server that is one small program: it takes free ports and prints `listening on <TCP port> <UDP port or ->`.
 * `command` throws LeftOut where the program is missing.
 */
export function scriptPeer(name: string, command: () => readonly string[]): Peer {
  return {
    name,
    async start() {
      const program = startProgram(onCore(chooseCores().server, command()))
      const [, tcp, udp] = await program.output.waitFor(/listening on (\d+) (\d+|-)\n/)
      return {
        port: { tcp: Number(tcp), udp: udp === '-' ? null : Number(udp) },
        processes: { server: [program.pid], manager: [] },
        api: null,
        stop: () => program.stop(),
      }
    },
  }
}
