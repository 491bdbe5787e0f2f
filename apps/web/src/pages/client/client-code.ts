// Programs, in no language of people.
// @wc-ignore-file
import type { ClientSendInput, Endpoint, Protocol } from '@switchboard/contract'
import { snippetFor, type Client } from '../../components/snippet.ts'
import { joined } from '../../format/escaped-text.ts'
import type { DraftMessage } from './talk-draft.ts'

/** A longer talk is no example. */
const LONGEST_BYTES = 4096
const MOST_MESSAGES = 50

type Talk = { messages: readonly DraftMessage[]; halfClose: boolean; waitMs: number }

/** The talk as a command of netcat or a program in Python; undefined where it is too long, or cannot be said that way. */
export function clientCode(
  client: Exclude<Client, 'node'>,
  talk: Talk,
  endpoint: Endpoint,
): string | undefined {
  const { messages } = talk
  if (messages.length > MOST_MESSAGES || joined(messages.map(({ bytes }) => bytes)).length > LONGEST_BYTES)
    return undefined
  const [stream, datagrams] = client === 'nc' ? [ncStream(talk), ncDatagram(talk)] : pythonOf(talk)
  if (endpoint.transport === 'udp' && datagrams === undefined) return undefined
  const snippets = { nc: stream, python: stream, node: stream }
  const udpSnippets = datagrams === undefined ? null : { nc: datagrams, python: datagrams, node: datagrams }
  return snippetFor({ snippets, udpSnippets } as Protocol, client, endpoint)
}

/** The same as a request to the manager at `origin`. */
export function curlCode(origin: string, input: ClientSendInput): string | undefined {
  const body = JSON.stringify(input)
  if (body.length > 2 * LONGEST_BYTES) return undefined
  return [
    `curl -sf -H "Authorization: Bearer $TOKEN" ${origin}/api/v1/client:send`,
    `-H 'Content-Type: application/json' -d '${body.replaceAll("'", String.raw`'\''`)}'`,
  ].join(' \\\n  ')
}

function ncStream({ messages, halfClose, waitMs }: Talk): string {
  const said = messages.flatMap((message) => [...sleepOf(message), printf(message)])
  const all = halfClose ? said : [...said, `sleep ${seconds(waitMs)}`]
  const words = all.length === 1 ? (all[0] ?? '') : `{ ${all.join('; ')}; }`
  return `${words} | nc -N {host} {port}`
}

/** Of several, a pipe would make one. */
function ncDatagram({ messages, waitMs }: Talk): string | undefined {
  const [only] = messages
  if (!only || messages.length > 1) return undefined
  return `${printf(only)} | nc -u -w ${Math.max(1, Math.ceil(waitMs / 1000))} {host} {port}`
}

const sleepOf = ({ delayMs }: DraftMessage) => (delayMs > 0 ? [`sleep ${seconds(delayMs)}`] : [])
const seconds = (ms: number) => String(ms / 1000)

const printf = ({ bytes }: DraftMessage) =>
  `printf '${[...bytes].map((byte, index) => forPrintf(byte, index === 0)).join('')}'`

function forPrintf(byte: number, isFirst: boolean): string {
  if (byte === 0x0a) return String.raw`\n`
  if (byte === 0x25) return '%%'
  const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x27 && byte !== 0x5c && !(isFirst && byte === 0x2d)
  return isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`
}

function pythonOf(talk: Talk): [stream: string, datagrams: string] {
  const { messages, halfClose, waitMs } = talk
  const isSlow = messages.some(({ delayMs }) => delayMs > 0)
  const imports = isSlow ? 'import socket, time' : 'import socket'
  const say = (verb: string) =>
    messages.flatMap((message) => [
      ...(message.delayMs > 0 ? [`time.sleep(${seconds(message.delayMs)})`] : []),
      `peer.${verb}(${literal(message.bytes)})`,
    ])
  const hear = [
    `peer.settimeout(${seconds(Math.max(1, waitMs))})`,
    ...['try:', '    while data := peer.recv(65536):', '        print(data)'],
    ...['except TimeoutError:', '    pass'],
  ]
  const end = halfClose ? ['peer.shutdown(socket.SHUT_WR)'] : []
  const program = (opening: string[], body: string[]) =>
    [imports, ...opening, ...body.map((line) => `    ${line}`)].join('\n')
  return [
    program(
      ['with socket.create_connection(("{host}", {port})) as peer:'],
      [...say('sendall'), ...end, ...hear],
    ),
    program(
      [
        'with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:',
        '    peer.connect(("{host}", {port}))',
      ],
      [...say('send'), ...hear],
    ),
  ]
}

function literal(bytes: Uint8Array): string {
  const text = [...bytes].map((byte) => {
    if (byte === 0x0a) return String.raw`\n`
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c
    return isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`
  })
  return `b"${text.join('')}"`
}
