import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'

/** So many bytes go to the disk at once, and so many pieces at most: tiny ones cost more memory than they hold. */
const BATCH_BYTES = 262_144
const BATCH_PIECES = 256
const GIVEN_BACK_BYTES = 16_384

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants

/**
 * Writes one file from front to back and hashes it meanwhile. While one batch is being written the next one gathers, so
 * it never holds more than two in memory.
 */
export class FileWriter {
  readonly #file: FileHandle
  readonly #hash = createHash('sha256')
  #batch: Buffer[] = []
  #batchBytes = 0
  #writing: Promise<void> = Promise.resolve()

  /** `offset` 0 makes the file, which must not exist yet; else it goes on after that many bytes, which are read for the hash. */
  static async open(path: string, offset: number): Promise<FileWriter> {
    const fresh = offset === 0 ? O_CREAT | O_EXCL : 0
    const writer = new FileWriter(await open(path, O_RDWR | O_APPEND | O_NOFOLLOW | fresh, 0o600))
    if (offset > 0) await writer.#skip(offset)
    return writer
  }

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /**
   * A promise when the disk is busy: await it before adding more. It rejects with what the disk said. The piece is the
   * writer's from now on: nobody else may read it any more.
   */
  add(piece: Buffer): Promise<void> | undefined {
    this.#hash.update(piece)
    this.#batch.push(piece)
    this.#batchBytes += piece.length
    return this.#batchBytes >= BATCH_BYTES || this.#batch.length >= BATCH_PIECES ? this.#flush() : undefined
  }

  /** Resolves with the SHA-256 (hexadecimal) of the whole file once it is safe on the disk. */
  async finish(): Promise<string> {
    await this.#flush()
    await this.#writing
    await this.#file.sync()
    await this.#file.close()
    return this.#hash.digest('hex')
  }

  /** Lets go of the file; what was added is written if the disk will. Never rejects. */
  async close(): Promise<void> {
    await this.#flush()?.catch(() => undefined)
    await this.#writing.catch(() => undefined)
    await this.#file.close().catch(() => undefined)
  }

  /** Answers the batch before: only one is on its way. */
  #flush(): Promise<void> {
    const before = this.#writing
    const batch = this.#batch
    const bytes = this.#batchBytes
    this.#batch = []
    this.#batchBytes = 0
    this.#writing = before.then(() => this.#write(batch, bytes))
    this.#writing.catch(() => undefined) // whoever waits for the next one hears of it
    return before
  }

  /** A disk that is nearly full takes a part; asked for the rest, it says so. */
  async #write(batch: Buffer[], bytes: number): Promise<void> {
    if (bytes === 0) return
    const { bytesWritten } = await this.#file.writev(batch)
    if (bytesWritten < bytes) await this.#file.writeFile(Buffer.concat(batch).subarray(bytesWritten))
    for (const piece of batch) giveBack(piece)
  }

  async #skip(bytes: number): Promise<void> {
    const existing = this.#file.createReadStream({ start: 0, end: bytes - 1, autoClose: false })
    for await (const piece of existing) this.#hash.update(piece as Buffer)
  }
}

/**
 * Gives the memory of a piece back at once. Left to the garbage collector it costs a third of the CPU of an upload, and
 * 60 MB. A piece that shares its memory with others, or is small, is left alone.
 */
function giveBack({ buffer, length }: Buffer): void {
  if (length >= GIVEN_BACK_BYTES && length === buffer.byteLength && buffer instanceof ArrayBuffer)
    buffer.transfer(0)
}
