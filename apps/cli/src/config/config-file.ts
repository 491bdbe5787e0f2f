import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { Failure } from '../failure.ts'

/** What `switchboard login` leaves behind. */
export type Login = {
  /** Of the manager, without a slash at the end. */
  url: string
  /** One of both: an API token, or the value of the session cookie. */
  token?: string
  session?: string
  /** Id of the token, where `login` made it and `logout` deletes it. */
  tokenId?: string
}

/** The one file the command keeps, for its owner only: whoever reads it can call the API. */
export class ConfigFile {
  readonly path: string

  constructor(env: NodeJS.ProcessEnv) {
    const base = env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config')
    this.path = join(base, 'switchboard', 'config.json')
  }

  /** null when nobody has logged in. Throws a Failure when others may read it, or it makes no sense. */
  async read(): Promise<Login | null> {
    const found = await stat(this.path).catch(nothing)
    if (!found) return null
    if ((found.mode & 0o077) !== 0)
      throw new Failure(`Others may read ${this.path}, which holds a token: run chmod 600 on it.`)
    try {
      return login(JSON.parse(await readFile(this.path, 'utf8')))
    } catch {
      throw new Failure(`${this.path} makes no sense: delete it, or run "switchboard login" again.`)
    }
  }

  /** Appears whole or not at all. */
  async write(login: Login): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 })
    const draft = `${this.path}.${randomBytes(4).toString('hex')}`
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(login, null, 2)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await chmod(draft, 0o600)
    await rename(draft, this.path)
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true })
  }
}

function login(value: unknown): Login {
  if (typeof value !== 'object' || value === null || !('url' in value)) throw new TypeError('no login')
  const { url, token, session, tokenId } = value as Record<string, unknown>
  if (typeof url !== 'string') throw new TypeError('no address')
  return { url, ...texts({ token, session, tokenId }) }
}

const texts = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string'))

function nothing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
  throw error
}
