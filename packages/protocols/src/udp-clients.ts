import type { Snippets } from '@switchboard/netcore'
import { powershellDatagram } from './powershell.ts'

type Reply = 'text' | 'bytes' | 'none'

/** Clients that send `text` as one datagram and show the reply. */
export function udpClients(text: string, reply: Reply = 'text'): Snippets {
  return {
    nc: nc(text, reply),
    python: python(text, reply),
    node: node(text, reply),
    powershell: powershellDatagram(text, SHOWN[reply]),
  }
}

/** The bytes `$reply` in PowerShell. */
const SHOWN: Record<Reply, string> = {
  text: '[System.Text.Encoding]::UTF8.GetString($reply)',
  bytes: '[System.BitConverter]::ToString($reply)',
  none: '',
}

function nc(text: string, reply: Reply): string {
  // nc sends no empty datagram.
  const says = text === '' ? 'echo' : `printf '${text}'`
  return `${says} | nc -u -w1 {host} {port}${reply === 'bytes' ? ' | od -An -tx1' : ''}`
}

function python(text: string, reply: Reply): string {
  const hears = ['    peer.settimeout(5)', '    print(peer.recv(65535))']
  return [
    'import socket',
    'with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:',
    `    peer.sendto(b"${text}", ("{host}", {port}))`,
    ...(reply === 'none' ? [] : hears),
  ].join('\n')
}

function node(text: string, reply: Reply): string {
  const shown = reply === 'bytes' ? 'data' : 'String(data)'
  return [
    "import { createSocket } from 'node:dgram'",
    "const peer = createSocket('udp4')",
    ...(reply === 'none' ? [] : [`peer.on('message', (data) => peer.close(console.log(${shown})))`]),
    `peer.send('${text}', {port}, '{host}'${reply === 'none' ? ', () => peer.close()' : ''})`,
  ].join('\n')
}
