import type { Snippets } from '@switchboard/netcore'
import { HEAR_ALL, powershellClient } from './powershell.ts'

/** Clients over TCP that say nothing and show the one line they get. */
export const LINE_CLIENTS: Snippets = {
  nc: 'nc {host} {port} </dev/null',
  python: [
    'import socket',
    'with socket.create_connection(("{host}", {port})) as peer:',
    '    print(peer.makefile().readline())',
  ].join('\n'),
  node: [
    "import { connect } from 'node:net'",
    "connect({port}, '{host}').on('data', (data) => console.log(String(data)))",
  ].join('\n'),
  powershell: powershellClient(...HEAR_ALL),
}
