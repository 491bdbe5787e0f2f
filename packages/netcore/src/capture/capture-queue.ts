import type { CaptureBatch, ChunkValues, Direction, EndValues } from '@switchboard/journal'

/** A batch leaves after this time (milliseconds), or when it has so many bytes. */
const GATHER_MS = 20
const BATCH_BYTES = 262_144

/** So many bytes of an engine may be under way to the disk; what comes then is dropped. */
const MOST_BYTES = 8_388_608
/** What a chunk or the end of a message takes beside its bytes, about. */
const ROW_BYTES = 128

/** Whose bytes they are; hears of those that were taken and did not reach the disk after all. */
export type CaptureOwner = { lost(direction: Direction, bytes: number): void }

type Held = { owner: CaptureOwner; values: ChunkValues; bytes: Buffer }

/**
 * The engine's end of captured payload, beside the journal and apart from it:
 *
 *     tap ──▶ batch (20 ms or 256 KiB) ──▶ deliver ──▶ manager ──▶ store; the answer comes back after the commit
 *
 * Bounded: while 8 MiB are under way, nothing more is taken, and whoever asked puts on record what was dropped.
 */
export class CaptureQueue {
  readonly #deliver: (batch: CaptureBatch) => Promise<boolean>
  #held: Held[] = []
  #ends: EndValues[] = []
  #batchBytes = 0
  #underWay = 0
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #emptied: (() => void)[] = []

  /** `deliver` answers false for a batch that could not be written. */
  constructor(deliver: (batch: CaptureBatch) => Promise<boolean>) {
    this.#deliver = deliver
  }

  /** Copies the bytes, of which the caller may dispose at once. False: there is no room. */
  take(owner: CaptureOwner, values: ChunkValues, bytes: Buffer): boolean {
    if (!this.#hasRoom(bytes.length + ROW_BYTES)) return false
    this.#held.push({ owner, values, bytes: Buffer.from(bytes) })
    this.#schedule()
    return true
  }

  /** A message has ended. False: there is no room. */
  end(values: EndValues): boolean {
    if (!this.#hasRoom(ROW_BYTES)) return false
    this.#ends.push(values)
    this.#schedule()
    return true
  }

  /** What was taken so far leaves in this turn of the loop, before the entry that is recorded next. */
  hasten(): void {
    this.#immediate ??= setImmediate(() => this.#flush())
  }

  /** Resolves once everything taken so far is on the disk or given up. */
  async settled(): Promise<void> {
    this.#flush()
    if (this.#underWay > 0) await new Promise<void>((resolve) => this.#emptied.push(resolve))
  }

  #hasRoom(bytes: number): boolean {
    if (this.#underWay + bytes > MOST_BYTES) return false
    this.#underWay += bytes
    this.#batchBytes += bytes
    return true
  }

  #schedule(): void {
    if (this.#batchBytes >= BATCH_BYTES) this.#flush()
    else this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS)
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    clearImmediate(this.#immediate)
    this.#immediate = undefined
    if (this.#batchBytes === 0) return
    const held = this.#held
    const size = this.#batchBytes
    const batch = {
      bytes: Buffer.concat(held.map(({ bytes }) => bytes)),
      chunks: JSON.stringify(held.map(({ values }) => values)),
      ends: JSON.stringify(this.#ends),
    }
    this.#held = []
    this.#ends = []
    this.#batchBytes = 0
    void this.#deliver(batch).then((isWritten) => this.#delivered(isWritten ? [] : held, size))
  }

  #delivered(lost: Held[], size: number): void {
    for (const { owner, values, bytes } of lost) owner.lost(values[3], bytes.length)
    this.#underWay -= size
    if (this.#underWay === 0) for (const resolve of this.#emptied.splice(0)) resolve()
  }
}
