import { readFile } from 'node:fs/promises'
import type { Connection, MessageReceipt, Transport } from '@switchboard/contract'
import { Option, type Command } from 'commander'
import { listServices, noService, pick, type Service } from '../api/services.ts'
import { ok, type Switchboard } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { endpointOf } from '../client/endpoint.ts'
import { talk } from '../client/talk.ts'
import { EXIT } from '../exit-codes.ts'
import { ApiFailure, UsageFailure } from '../failure.ts'
import { parseDuration } from '../input/duration.ts'
import { readBytes } from '../input/standard-input.ts'
import { addressInWords, peerInWords } from '../output/words.ts'
import { visible } from '../output/visible.ts'

type Options = {
  text?: string
  hex?: string
  file?: string
  newline?: boolean
  via?: Transport
  wait: number
  stayOpen?: boolean
}

export function addSend(program: Command, cli: Cli): void {
  program
    .command('send')
    .description('say something to a service as its client, or to a caller as the operator')
    .argument('<to>', 'name or id of a running service, or id of an open connection')
    .argument('[text]', 'what to say, as it is (default: standard input)')
    .option('--text <text>', 'the same, where it begins with a dash')
    .option('--hex <bytes>', 'bytes instead, such as "de ad be ef"')
    .option('--file <file>', 'what a file holds instead')
    .option('--newline', 'with a line feed behind it')
    .addOption(
      new Option('--via <transport>', 'over which of the service’s addresses').choices([
        'tcp',
        'udp',
        'unix',
      ]),
    )
    .option('--wait <time>', 'how long to wait for an answer, and for more of it', parseDuration, 2000)
    .option('--stay-open', 'do not end our side when everything is sent')
    .action(async (to: string, text: string | undefined, options: Options) => {
      const bytes = await whatToSay(cli, [text, options.text], options)
      const board = await cli.connect()
      const services = await listServices(board)
      const service = pick(services, to)
      if (service) return sayToService(cli, board, { service, bytes, options })
      const connection = await openConnection(board, to)
      if (!connection) throw noService(to, services)
      await sayToCaller(cli, board, { connection, bytes })
    })
}

async function whatToSay(
  cli: Cli,
  texts: (string | undefined)[],
  { hex, file, newline }: Options,
): Promise<Buffer> {
  if ([...texts, hex, file].filter((given) => given !== undefined).length > 1)
    throw new UsageFailure('Say a text, --hex or --file: one of them.')
  const text = texts.find((given) => given !== undefined)
  const bytes = text !== undefined ? Buffer.from(text) : await otherBytes(cli, hex, file)
  return newline ? Buffer.concat([bytes, Buffer.from('\n')]) : bytes
}

async function otherBytes(cli: Cli, hex: string | undefined, file: string | undefined): Promise<Buffer> {
  if (hex !== undefined) return hexBytes(hex)
  if (file === undefined) return readBytes(cli.stdin)
  return await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageFailure(`${file} cannot be read: ${error.message}.`)
  })
}

function hexBytes(hex: string): Buffer {
  const digits = hex.replaceAll(/[\s:]/g, '')
  if (/^(?:[\da-f]{2})*$/i.test(digits)) return Buffer.from(digits, 'hex')
  throw new UsageFailure(
    `--hex ${JSON.stringify(hex)} is not pairs of hexadecimal digits, such as "de ad be ef".`,
  )
}

type Said = { service: Service; bytes: Buffer; options: Options }

async function sayToService(cli: Cli, board: Switchboard, { service, bytes, options }: Said): Promise<void> {
  const endpoint = endpointOf(service, options.via, { managerUrl: board.url, env: cli.env })
  if (service.challenge !== null && endpoint.transport !== 'udp')
    throw new UsageFailure(
      `${service.name} asks its callers for a secret first: use a client that knows one.`,
    )
  const heard: Buffer[] = []
  const hear = async (chunk: Buffer) => {
    heard.push(chunk)
    if (!cli.json) await cli.screen.text(chunk)
  }
  await talk({ endpoint, bytes, waitMs: options.wait, stayOpen: options.stayOpen ?? false, hear })
  const answer = Buffer.concat(heard)
  if (cli.json) {
    const received = { bytes: answer.length, base64: answer.toString('base64'), text: answer.toString() }
    return cli.screen.json({ service: service.name, endpoint, sentBytes: bytes.length, received })
  }
  if (answer.length === 0) cli.screen.note(`switchboard: ${addressInWords(endpoint)} answered nothing.`)
  else if (cli.screen.isTerminal && answer.at(-1) !== 0x0a) await cli.screen.bytes('\n')
}

async function openConnection({ api }: Switchboard, id: string): Promise<Connection | null> {
  try {
    return await ok(api.GET('/api/v1/connections/{id}', { params: { path: { id } } }))
  } catch (error) {
    if (error instanceof ApiFailure && error.exitCode === EXIT.notFound) return null
    throw error
  }
}

type ToCaller = { connection: Connection; bytes: Buffer }

/** Bytes that are no text are sent as they are. */
async function sayToCaller(cli: Cli, { api }: Switchboard, { connection, bytes }: ToCaller): Promise<void> {
  const text = bytes.toString()
  const body = Buffer.from(text).equals(bytes) ? { text } : { base64: bytes.toString('base64') }
  const params = { path: { id: connection.id } }
  const receipt: MessageReceipt = await ok(api.POST('/api/v1/connections/{id}/messages', { params, body }))
  if (cli.json) return cli.screen.json(receipt)
  const caller = visible(`${connection.serviceName} ${peerInWords(connection)}`)
  const outcome = receipt.sent > 0 ? 'sent' : 'not sent: the caller still has earlier bytes to take'
  await cli.screen.line(
    `${caller}: ${receipt.withheld > 0 ? 'not sent: a rule against forged addresses' : outcome}`,
  )
}
