import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The folder of the files, by their random names: whole ones in it, unfinished ones in `partial/`. No name from outside
 * ever becomes a path.
 */
export class FileFolder {
  readonly #whole: string
  readonly #partial: string

  /** `path`: the folder, absolute; both it and `partial/` are made if need be, for this user only. */
  static async open(path: string): Promise<FileFolder> {
    const folder = new FileFolder(path)
    await mkdir(folder.#partial, { recursive: true, mode: 0o700 })
    return folder
  }

  private constructor(path: string) {
    this.#whole = path
    this.#partial = join(path, 'partial')
  }

  path(diskName: string): string {
    return join(this.#whole, diskName)
  }

  partPath(diskName: string): string {
    return join(this.#partial, diskName)
  }

  /** Bytes of an unfinished file; null if there is none. */
  async partSize(diskName: string): Promise<number | null> {
    const found = await lstat(this.partPath(diskName)).catch(() => null)
    return found?.isFile() ? found.size : null
  }

  /** Makes an unfinished file a whole one, for good. Throws unless it is the file of that size that was written here. */
  async publish(diskName: string, bytes: number): Promise<void> {
    const size = await this.partSize(diskName)
    if (size !== bytes)
      throw new Error(`${this.partPath(diskName)} has ${size} bytes of ${bytes}: somebody else was there`)
    await rename(this.partPath(diskName), this.path(diskName))
    await syncFolder(this.#whole)
  }

  async remove(diskName: string): Promise<void> {
    await rm(this.path(diskName), { force: true })
  }

  async removePart(diskName: string): Promise<void> {
    await rm(this.partPath(diskName), { force: true })
  }

  wholeFiles(): Promise<string[]> {
    return namesIn(this.#whole)
  }

  parts(): Promise<string[]> {
    return namesIn(this.#partial)
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)
}

/** A new name is safe only when its folder is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
