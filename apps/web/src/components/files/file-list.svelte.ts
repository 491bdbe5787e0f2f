import type { File, Page } from '@switchboard/contract'
import { listFiles, type FileQuery } from '../../api/files.ts'
import { KeptList, type Listed } from '../kept-list.svelte.ts'

/** Rows that are shown, and read, at once. */
const PAGE = 100

/** And read where all are wanted. */
const MANY = 500

/** Received files as they are asked for: more are read, and shown, page by page. */
export class FileList implements Listed<File> {
  #limit = PAGE
  readonly #kept: KeptList<File>
  readonly #isNewestFirst: boolean
  #shown = $state(PAGE)
  /** Those that are shown. */
  readonly items: File[] = $derived.by(() => this.#kept.items.slice(0, this.#shown))

  constructor(query: Omit<FileQuery, 'before' | 'limit'>) {
    this.#isNewestFirst = query.sort === null
    this.#kept = new KeptList<File>((before) => read({ ...query, before, limit: this.#limit }))
  }

  /** All that have been read. */
  get known(): readonly File[] {
    return this.#kept.items
  }

  /** There are further ones that have not been read. */
  get isPartial(): boolean {
    return this.#kept.next !== null
  }

  get ready(): boolean {
    return this.#kept.ready && (this.items.length > 0 || !this.isPartial)
  }

  get busy(): boolean {
    return this.#kept.busy
  }

  get error(): unknown {
    return this.#kept.error
  }

  get next(): string | null {
    return this.#kept.items[this.#shown]?.id ?? this.#kept.next
  }

  async more(): Promise<void> {
    this.#shown += PAGE
    if (this.known.length < this.#shown && this.isPartial) await this.#kept.more()
  }

  retry(): Promise<void> {
    return this.#kept.retry()
  }

  /** Reads all that there are, without showing more. */
  async readAll(): Promise<void> {
    this.#limit = MANY
    while (this.isPartial) {
      await this.#kept.more()
      if (this.error !== null) break
    }
    this.#limit = PAGE
  }

  /** Something has come: the newest stand first, or somewhere in another order. */
  arrived(): void {
    if (this.#isNewestFirst || !this.#kept.ready) void this.#kept.refresh()
    else void this.#kept.load()
  }

  /** It is gone; where nothing is left on the screen, more comes. */
  remove(id: string): void {
    this.#kept.remove(id)
    if (this.known.length === 0 && this.isPartial && !this.busy) void this.#kept.more()
  }
}

/** A page with something on it, if there is anything: a request with a filter looks for a while only. */
async function read(query: FileQuery): Promise<Page<File>> {
  let page = await listFiles(query)
  while (page.items.length === 0 && page.next !== null)
    page = await listFiles({ ...query, before: page.next })
  return page
}
