import { fileURLToPath } from 'node:url'
import type { Peer } from '../peer.ts'
import { bareNode } from './bare-node.ts'
import { python } from './python.ts'
import { scriptPeer } from './script.ts'
import { switchboard } from './switchboard.ts'

/** file-transfer as it is by default, but with replies; a file of the same name is replaced, so that the disk does not fill. */
export const fileTransfer = switchboard(1, 'Switchboard, one engine', {
  protocol: 'file-transfer',
  listen: [{ transport: 'tcp', host: '127.0.0.1', port: 0 }],
  options: { reply: 'json', onExisting: 'replace' },
})

const copier = fileURLToPath(new URL('../servers/bare-copy.ts', import.meta.url))

/** What Node can do at best: from the socket to a synced file, unhashed and without a record. */
export const bareCopy: Peer = scriptPeer(bareNode.name, () => [process.execPath, copier])

/** The receiver of the tutorials, which reads 1,024 bytes at a time. */
export const pythonReceiver = scriptPeer('Python recv(1024)', () => python('receive_1024.py'))
