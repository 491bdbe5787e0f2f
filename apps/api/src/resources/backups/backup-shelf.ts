import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backup } from '@switchboard/contract'
import { backUp } from '@switchboard/store'
import type { FastifyBaseLogger } from 'fastify'
import { ApiError } from '../../problem.ts'

const FILE = /^switchboard-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)\.db$/
const PARTIAL = /\.partial(-\w+)?$/

type Parts = { folder: string; databaseUrl: string; log: FastifyBaseLogger }
type Run = { backup: Backup; abort: AbortController; ended: Promise<void> }

/** The folder of the backups, and the one that is being made. */
export class BackupShelf {
  readonly #folder: string
  readonly #databaseUrl: string
  readonly #log: FastifyBaseLogger
  /** The latest one; until it is on the disk it is known only here. */
  #run: Run | null = null

  /** Makes the folder, for its owner only, and removes what a crash has left half done. */
  static async open(parts: Parts): Promise<BackupShelf> {
    await mkdir(parts.folder, { recursive: true, mode: 0o700 })
    const left = (await readdir(parts.folder)).filter((name) => PARTIAL.test(name))
    for (const name of left) await rm(join(parts.folder, name))
    return new BackupShelf(parts)
  }

  private constructor({ folder, databaseUrl, log }: Parts) {
    this.#folder = folder
    this.#databaseUrl = databaseUrl
    this.#log = log
  }

  /** Begins one in the background. Throws `invalid-state` while another one is being made. */
  begin(): Backup {
    const running = this.#run?.backup
    if (running?.state === 'running') {
      const remedy = 'wait for it, or delete it'
      throw new ApiError('invalid-state', `The backup ${running.id} is being made: ${remedy}.`)
    }
    const createdAt = new Date().toISOString()
    const backup: Backup = {
      id: createdAt.replace(/[:.]/g, '-'),
      state: 'running',
      createdAt,
      progress: 0,
      bytes: null,
      error: null,
    }
    const abort = new AbortController()
    this.#run = { backup, abort, ended: this.#make(backup, abort.signal) }
    return backup
  }

  /** Newest first. */
  async list(): Promise<Backup[]> {
    const ids = (await readdir(this.#folder)).flatMap((name) => FILE.exec(name)?.[1] ?? [])
    const run = this.#run && !ids.includes(this.#run.backup.id) ? [this.#run.backup] : []
    const done = await Promise.all(ids.map((id) => this.#onDisk(id)))
    return [...run, ...done].toSorted((a, b) => (a.id < b.id ? 1 : -1))
  }

  async find(id: string): Promise<Backup | null> {
    return (await this.list()).find((backup) => backup.id === id) ?? null
  }

  /** Where the file of a backup is that `find` has found. */
  path({ id }: Backup): string {
    return join(this.#folder, `switchboard-${id}.db`)
  }

  /** Cancels it, too. */
  async delete(backup: Backup): Promise<void> {
    if (this.#run?.backup.id === backup.id) {
      await this.close()
      this.#run = null
    }
    await rm(this.path(backup), { force: true })
  }

  /** Cancels what is being made. */
  async close(): Promise<void> {
    this.#run?.abort.abort()
    await this.#run?.ended
  }

  async #make(backup: Backup, signal: AbortSignal): Promise<void> {
    const to = this.path(backup)
    const onProgress = (done: number) => void (backup.progress = done)
    try {
      await backUp({ url: this.#databaseUrl, to, onProgress, signal })
      Object.assign(backup, { state: 'done', progress: 1, bytes: (await stat(to)).size })
      this.#log.info({ path: to, bytes: backup.bytes }, 'a backup was made')
    } catch (error) {
      const why = signal.aborted ? 'It was cancelled.' : (error as Error).message
      Object.assign(backup, { state: 'failed', error: why })
      if (!signal.aborted) this.#log.error({ path: to }, `no backup could be made: ${why}`)
    }
  }

  async #onDisk(id: string): Promise<Backup> {
    const [date = '', time = ''] = id.split('T')
    const createdAt = `${date}T${time.replace(/^(\d\d)-(\d\d)-(\d\d)-/, '$1:$2:$3.')}`
    const { size } = await stat(join(this.#folder, `switchboard-${id}.db`))
    return { id, state: 'done', createdAt, progress: 1, bytes: size, error: null }
  }
}
