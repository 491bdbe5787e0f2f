import { equal, ok } from 'node:assert/strict'
import { fuzzRuns } from '@switchboard/netcore/fuzz'
import fc from 'fast-check'
import { it } from 'vitest'
import { parseHeader } from './header.ts'
import { Refusal } from './refusal.ts'

const RUNS = fuzzRuns(100_000)
/** No input may take longer (microseconds of this thread: the machine may be busy elsewhere). */
const HANG_US = 100_000

const key = fc.constantFrom(
  'op',
  'file_name',
  'file_size',
  'offset',
  'sha256',
  '__proto__',
  'constructor',
  'x',
  '',
)
const value = fc.oneof(
  fc.constantFrom('upload', 'download', 'list', 'stat', '../x', 'a', 'ab'.repeat(32)),
  fc.nat(),
  fc.double(),
  fc.string({ maxLength: 8, unit: 'binary' }),
  fc.jsonValue({ maxDepth: 10 }),
)
/** What a client sends that does it right, and whatever else there is. */
const upload = fc
  .tuple(fc.constantFrom('a', 'é.bin', 'x y'), fc.nat())
  .map(([name, size]): [string, unknown][] => [
    ['file_name', name],
    ['file_size', size],
  ])
const anything = fc.array(fc.tuple(key, value), { maxLength: 5 })
const header = fc.oneof(upload, anything).map((members) => {
  const text = members.map(([name, content]) => `${JSON.stringify(name)}:${JSON.stringify(content)}`).join()
  return Buffer.from(`{${text}}`)
})
type Change = { at: number; byte: number; kind: 'insert' | 'remove' | 'replace' | 'cut' | 'double' }

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(200),
  byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('{}[]",:\\0-.e'))),
  kind: fc.constantFrom('insert', 'remove', 'replace', 'cut', 'double'),
})

function mutate(bytes: Buffer, { at, byte, kind }: Change): Buffer {
  const place = bytes.length === 0 ? 0 : at % bytes.length
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
  switch (kind) {
    case 'insert':
      return Buffer.concat([before, Buffer.from([byte]), after])
    case 'remove':
      return Buffer.concat([before, after.subarray(1)])
    case 'replace':
      return Buffer.concat([before, Buffer.from([byte]), after.subarray(1)])
    case 'cut':
      return before
    case 'double':
      return Buffer.concat([bytes, after])
  }
}

it(
  `${RUNS} mutated headers are read or refused, quickly, and change nothing else`,
  { timeout: fuzzRuns(60_000) },
  () => {
    const prototype = Object.getOwnPropertyNames(Object.prototype).length
    let read = 0
    const property = fc.property(header, fc.array(change, { maxLength: 3 }), (valid, changes) => {
      const bytes = changes.reduce(mutate, valid)
      const before = process.threadCpuUsage()
      try {
        checkSound(parseHeader(bytes))
        read++
      } catch (error) {
        ok(error instanceof Refusal, error as Error)
      }
      const { user, system } = process.threadCpuUsage(before)
      ok(user + system < HANG_US, `it took ${user + system} µs`)
    })
    fc.assert(property, { numRuns: RUNS })
    equal(Object.getOwnPropertyNames(Object.prototype).length, prototype)
    ok(read > RUNS / 20 && read < RUNS, `${read} of ${RUNS} were read: the inputs try nothing`)
  },
)

function checkSound(header: ReturnType<typeof parseHeader>): void {
  if (header.op === 'list') return
  ok(!/[/\\:\0]/.test(header.name) && header.name !== '..')
  if (header.op === 'upload') ok(Number.isSafeInteger(header.bytes) && header.bytes >= header.offset)
}
