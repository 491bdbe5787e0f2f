import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { FileWriter } from './file-writer.ts'

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-writer-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'file')
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function write(path: string, bytes: Buffer, piece: number, offset = 0): Promise<string> {
  const writer = await FileWriter.open(path, offset)
  for (let at = 0; at < bytes.length; at += piece)
    await writer.add(Buffer.from(bytes.subarray(at, at + piece)))
  return writer.finish()
}

it.each([
  ['nothing', 0, 1],
  ['single bytes', 5000, 1],
  ['odd pieces beyond a batch', 1_000_003, 65_537],
  ['large pieces', 3_000_000, 1_000_000],
])('writes %s and answers their hash', async (_what, length, piece) => {
  const [path, bytes] = [place(), randomBytes(length)]
  expect(await write(path, bytes, piece)).toBe(sha256(bytes))
  expect(readFileSync(path).equals(bytes)).toBe(true)
})

it('gives back the memory of pieces that it has written, unless they share it', async () => {
  const writer = await FileWriter.open(place(), 0)
  const [own, shared] = [Buffer.alloc(300_000), Buffer.alloc(600_000)]
  await writer.add(own)
  await writer.add(shared.subarray(0, 300_000))
  await writer.finish()
  expect([own.length, shared.length]).toEqual([0, 600_000])
})

it('goes on after what is there, and hashes the whole', async () => {
  const [path, bytes] = [place(), randomBytes(400_000)]
  writeFileSync(path, bytes.subarray(0, 300_001))
  expect(await write(path, bytes.subarray(300_001), 65_536, 300_001)).toBe(sha256(bytes))
  expect(readFileSync(path).equals(bytes)).toBe(true)
})

it('never overwrites a file, nor follows a link', async () => {
  const path = place()
  writeFileSync(path, 'here')
  await expect(FileWriter.open(path, 0)).rejects.toMatchObject({ code: 'EEXIST' })
  symlinkSync(path, `${path}-link`)
  await expect(FileWriter.open(`${path}-link`, 0)).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(FileWriter.open(`${path}-link`, 4)).rejects.toMatchObject({ code: 'ELOOP' })
  expect(readFileSync(path, 'utf8')).toBe('here')
})

it.skipIf(!existsSync('/dev/full'))('says what the disk says, at the next piece or at the end', async () => {
  const writer = await FileWriter.open('/dev/full', 1).catch((error: unknown) => error)
  if (!(writer instanceof FileWriter)) throw writer
  const pieces = async () => {
    for (let count = 0; count < 10; count++) await writer.add(Buffer.alloc(262_144))
  }
  await expect(pieces()).rejects.toMatchObject({ code: 'ENOSPC' })
  await writer.close()
})
