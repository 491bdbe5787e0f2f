import type { Socket } from 'node:net'
import type { File, Service, ServiceInput } from '@switchboard/contract'
import { dial, type TestManager } from './testing.ts'

export type FileReply = Record<string, unknown> & { status: 'ok' | 'error'; code?: string }

/** A client of file-transfer as anybody could write one, little-endian. */
export class FileClient {
  readonly socket: Socket
  #received = Buffer.alloc(0)
  #ended = false
  #changed = () => {}

  static async connect(service: Service): Promise<FileClient> {
    return new FileClient(await dial(service))
  }

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => this.#take(chunk))
    for (const event of ['end', 'close']) socket.on(event, () => this.#end())
  }

  header(fields: Record<string, unknown>): void {
    this.socket.write(framed(JSON.stringify(fields)))
  }

  /** Sends a file whole and answers the reply. */
  async upload(
    name: string,
    content: Buffer | string,
    more: Record<string, unknown> = {},
  ): Promise<FileReply> {
    const body = Buffer.from(content)
    this.header({ file_name: name, file_size: body.length, ...more })
    this.socket.write(body.subarray(Number(more.offset ?? 0)))
    return this.reply()
  }

  async reply(): Promise<FileReply> {
    const length = (await this.bytes(4)).readInt32LE()
    return JSON.parse(String(await this.bytes(length))) as FileReply
  }

  async bytes(count: number): Promise<Buffer> {
    while (this.#received.length < count) {
      if (this.#ended) throw new Error('The service hung up.')
      await new Promise<void>((resolve) => (this.#changed = resolve))
    }
    const bytes = this.#received.subarray(0, count)
    this.#received = this.#received.subarray(count)
    return bytes
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    this.#changed()
  }

  #end(): void {
    this.#ended = true
    this.#changed()
  }
}

export function framed(header: string | Buffer): Buffer {
  const bytes = Buffer.from(header)
  const length = Buffer.alloc(4)
  length.writeInt32LE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** A file-transfer service with replies on a free port. */
export function fileService(
  manager: TestManager,
  options: Record<string, unknown> = {},
  input: Partial<ServiceInput> = {},
): Promise<Service> {
  const all = { reply: 'json', ...options }
  return manager.echo({ name: 'drop-box', protocol: 'file-transfer', options: all, ...input })
}

export async function filesOf(manager: TestManager, query = ''): Promise<File[]> {
  return (await manager.call<{ items: File[] }>('GET', `/files${query}`)).body.items
}
