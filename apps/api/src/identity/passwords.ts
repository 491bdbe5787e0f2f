import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'
import { Gate } from '../live/gate.ts'
import { normalized } from './password-rules.ts'

const argon2id = promisify((parameters: Argon2Parameters, done: (error: Error | null, key: Buffer) => void) =>
  argon2('argon2id', parameters, done),
)

/** What OWASP recommends at least: 19 MiB, two passes, one lane. About 35 ms. */
const MEMORY_KIB = 19_456
const PASSES = 2
const KEY_BYTES = 32
const SALT_BYTES = 16

/** It works on Node's few threads for files and names, too: so many at a time, others wait in line. */
const AT_ONCE = 2
const gate = new Gate(AT_ONCE)

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

type Hash = { memory: number; passes: number; parallelism: number; salt: Buffer; key: Buffer }

/** argon2id of a password, as a PHC string with all that is needed to check it. Off the event loop. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, { memory: MEMORY_KIB, passes: PASSES, parallelism: 1, salt }, KEY_BYTES)
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${unpadded(salt)}$${unpadded(key)}`
}

/** Whether it is the password of the hash; null as a hash is nobody's, and takes as long. */
export async function isPassword(password: string, phc: string | null): Promise<boolean> {
  const hash = parse(phc) ?? NOBODY
  const key = await derive(password, hash, hash.key.length)
  return timingSafeEqual(key, hash.key) && phc !== null
}

/** Whether it was made with other parameters than today's. */
export const isOutdated = (phc: string): boolean => {
  const hash = parse(phc)
  return hash?.memory !== MEMORY_KIB || hash.passes !== PASSES || hash.key.length !== KEY_BYTES
}

const NOBODY: Hash = {
  memory: MEMORY_KIB,
  passes: PASSES,
  parallelism: 1,
  salt: randomBytes(SALT_BYTES),
  key: randomBytes(KEY_BYTES),
}

function derive(password: string, { memory, passes, parallelism, salt }: Omit<Hash, 'key'>, bytes: number) {
  const message = Buffer.from(normalized(password))
  return gate.pass(() => argon2id({ message, nonce: salt, memory, passes, parallelism, tagLength: bytes }))
}

function parse(phc: string | null): Hash | null {
  const [, memory, passes, parallelism, salt, key] = PHC.exec(phc ?? '') ?? []
  if (!salt || !key) return null
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  }
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
