import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Why secrets cannot be kept or read now: goes on from "The secrets cannot be read: ". */
export class SecretError extends Error {
  override readonly name = 'SecretError'
}

const KEY_FILE = /^([0-9a-f]{64})\n?$/
const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** `id` tells keys apart without telling them. */
type Key = { bytes: Buffer; id: string }

/**
 * Keeps secrets in a way that the database alone tells nothing: sealed with AES-256-GCM under a key in a file of its
 * own. The key is made for the first secret, and a file that is there is never written again. A sealed secret opens
 * only in its own place: `place` is part of the seal.
 *
 *     v1.<id of the key>.<nonce, tag and text in base64url>
 */
export class SecretBox {
  readonly #path: string
  #key: Key | null
  #making: Promise<Key> | null = null
  /** Why there is no key. */
  #fault: string | null

  private constructor(path: string, key: Key | null, fault: string | null) {
    this.#path = path
    this.#key = key
    this.#fault = fault
  }

  /** `path`: the file of the key. That it is missing or useless is told when a secret needs it. */
  static async open(path: string): Promise<SecretBox> {
    try {
      return new SecretBox(path, parseKey(await readFile(path, 'latin1')), null)
    } catch (error) {
      if (error instanceof SecretError) return new SecretBox(path, null, error.message)
      if (codeOf(error) === 'ENOENT') return new SecretBox(path, null, null)
      return new SecretBox(path, null, `secret.key in the data directory is unreadable (${codeOf(error)})`)
    }
  }

  /** Throws SecretError when there is no key and none can be made. */
  async seal(secret: string, place: string): Promise<string> {
    if (this.#fault !== null) throw new SecretError(this.#fault)
    const key = this.#key ?? (await this.#makeKey())
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, key.bytes, nonce).setAAD(Buffer.from(place))
    const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
    const sealed = Buffer.concat([nonce, cipher.getAuthTag(), text])
    return `v1.${key.id}.${sealed.toString('base64url')}`
  }

  /** Throws SecretError without the key that sealed it, in another place, and when it was changed. */
  unseal(sealed: string, place: string): string {
    if (this.#key === null)
      throw new SecretError(this.#fault ?? 'secret.key is missing in the data directory')
    const [version, keyId, data = ''] = sealed.split('.')
    if (version !== 'v1')
      throw new SecretError('this version of Switchboard does not know how they are sealed')
    if (keyId !== this.#key.id)
      throw new SecretError('secret.key in the data directory is not the one they are sealed with')
    return decrypt(this.#key, Buffer.from(data, 'base64url'), place)
  }

  /** One key, however many secrets wait for it. A failure is tried again with the next secret. */
  async #makeKey(): Promise<Key> {
    this.#making ??= createKey(this.#path)
    try {
      return (this.#key = await this.#making)
    } finally {
      this.#making = null
    }
  }
}

function decrypt(key: Key, sealed: Buffer, place: string): string {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES)
    const decipher = createDecipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(place))
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([text, decipher.final()]).toString()
  } catch {
    throw new SecretError('they were changed in the database, or moved there from elsewhere')
  }
}

function parseKey(text: string): Key {
  const digits = KEY_FILE.exec(text)?.[1]
  if (digits) return keyOf(Buffer.from(digits, 'hex'))
  throw new SecretError('secret.key in the data directory is not a key of 64 hexadecimal digits')
}

const keyOf = (bytes: Buffer): Key => ({
  bytes,
  id: createHash('sha256').update('switchboard secret.key').update(bytes).digest('hex').slice(0, 16),
})

/** Whole or not at all, and never over a file that is there: written aside, then linked. */
async function createKey(path: string): Promise<Key> {
  const key = keyOf(randomBytes(KEY_BYTES))
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await writeSynced(aside, `${key.bytes.toString('hex')}\n`)
    await link(aside, path)
    await syncFolder(dirname(path))
    return key
  } catch (error) {
    throw new SecretError(`secret.key cannot be made in the data directory (${codeOf(error)})`)
  } finally {
    await rm(aside, { force: true }).catch(() => undefined)
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  await using file = await open(path, 'wx', 0o600)
  await file.writeFile(text)
  await file.sync()
}

async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r')
  await folder.sync()
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
