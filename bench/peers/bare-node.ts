import { fileURLToPath } from 'node:url'
import { scriptPeer } from './script.ts'

const server = fileURLToPath(new URL('../servers/bare-node.ts', import.meta.url))

/** What Node can do at best: `node:net` and `node:dgram` without anything around them. */
export const bareNode = scriptPeer('bare Node', () => [process.execPath, server])
