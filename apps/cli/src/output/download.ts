import { createHash, type Hash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { Cli } from '../cli.ts'
import { Failure, UsageFailure } from '../failure.ts'
import { unreachable } from '../api/switchboard.ts'

type Where = {
  /** A file of this machine; `-` is standard output. */
  to: string
  /** Whether it may be there already. */
  force: boolean
  /** What the bytes have to hash to, in lower-case hexadecimal. */
  sha256?: string
}

/** Saves an answer's body. A file appears whole and right, or is removed again. Answers how many bytes it has. */
export async function download(cli: Cli, response: Response, { to, force, sha256 }: Where): Promise<number> {
  if (to === '-' && cli.screen.isTerminal)
    throw new UsageFailure('Bytes do not go to a terminal: name a file, or hand them on to a program.')
  if (to === '-') return await pour(response, (bytes) => cli.screen.bytes(bytes))
  const file = await open(to, force ? 'w' : 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const remedy =
      error.code === 'EEXIST' ? 'it is there already: name another file, or add --force' : error.message
    throw new UsageFailure(`${to} cannot be written: ${remedy}.`)
  })
  try {
    const hash = createHash('sha256')
    const bytes = await pour(response, async (chunk) => {
      hash.update(chunk)
      await file.appendFile(chunk)
    })
    await file.sync()
    insistOn(hash, sha256)
    return bytes
  } catch (error) {
    await rm(to, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

function insistOn(hash: Hash, expected: string | undefined): void {
  const found = hash.digest('hex')
  if (expected === undefined || found === expected) return
  throw new Failure(`The bytes that came have the SHA-256 ${found} instead of ${expected}: nothing was kept.`)
}

/** Hands a body on, piece by piece. Throws Unreachable when it breaks off. */
export async function pour(response: Response, take: (bytes: Uint8Array) => Promise<void>): Promise<number> {
  let total = 0
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw unreachable(new URL(response.url).origin, error)
    })
    if (done) break
    total += value.length
    await take(value)
  }
  return total
}
