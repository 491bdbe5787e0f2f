import { SAMPLE_SIZE, type Sample } from './sample.ts'

const BLOCK = 60

const blockOf = (value: number) => new Float32Array(BLOCK * SAMPLE_SIZE).fill(value)

/** What blocks look like in which nothing is known, or nothing happened: all of these are one. */
const UNKNOWN = blockOf(NaN)
const QUIET = blockOf(0)

/**
 * The newest samples, one for each number of a count that goes on for ever, such as the seconds since 1970. They are kept
 * in blocks, of which those that are all the same cost nothing: a service that is idle or stopped takes no memory.
 */
export class SampleRing {
  readonly length: number
  readonly #blocks: Float32Array[]
  #newest: number | null = null

  /** Keeps at least `length` samples. */
  constructor(length: number) {
    this.length = length
    this.#blocks = Array.from({ length: Math.ceil(length / BLOCK) + 1 }, () => UNKNOWN)
  }

  /** null: nothing is known. Numbers that were left out are gaps; an earlier one than the newest begins all anew. */
  put(number: number, sample: Sample | null): void {
    if (this.#newest !== null && number < this.#newest) this.#blocks.fill(UNKNOWN)
    else if (this.#newest !== null) this.#skip(this.#newest + 1, number)
    this.#newest = number
    this.#write(number, sample)
  }

  /** null: nothing is known. */
  at(number: number): Sample | null {
    if (this.#newest === null || number > this.#newest || number <= this.#newest - this.length) return null
    const begin = placeOf(number)
    const sample = this.#blockAt(number).subarray(begin, begin + SAMPLE_SIZE)
    return Number.isNaN(sample[0]) ? null : sample
  }

  #skip(from: number, to: number): void {
    for (let missed = Math.max(from, to - this.length); missed < to; missed++) this.#write(missed, null)
  }

  #write(number: number, sample: Sample | null): void {
    const begin = placeOf(number)
    if (begin === 0) this.#keep(number, sample === null || !isSame(QUIET, 0, sample) ? UNKNOWN : QUIET)
    let block = this.#blockAt(number)
    if (isSame(block, begin, sample)) return
    if (block === UNKNOWN || block === QUIET) block = this.#keep(number, block.slice())
    if (sample === null) block.fill(NaN, begin, begin + SAMPLE_SIZE)
    else block.set(sample, begin)
  }

  #blockAt(number: number): Float32Array {
    return this.#blocks[Math.floor(number / BLOCK) % this.#blocks.length] ?? UNKNOWN
  }

  #keep(number: number, block: Float32Array): Float32Array {
    this.#blocks[Math.floor(number / BLOCK) % this.#blocks.length] = block
    return block
  }
}

const placeOf = (number: number) => (number % BLOCK) * SAMPLE_SIZE

function isSame(block: Float32Array, begin: number, sample: Sample | null): boolean {
  if (sample === null) return Number.isNaN(block[begin])
  for (let place = 0; place < SAMPLE_SIZE; place++) {
    if (block[begin + place] !== sample[place]) return false
  }
  return true
}
