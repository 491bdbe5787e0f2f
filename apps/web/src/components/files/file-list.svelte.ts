import type { File, Page } from '@switchboard/contract'
import { listFiles, type FileQuery } from '../../api/files.ts'
import { KeptList } from '../kept-list.svelte.ts'

/** Rows that are shown, and read, at once. */
const PAGE = 100

/** And read where all are wanted. */
const MANY = 500

/** Received files as they are asked for: more come, and are shown, page by page. */
export class FileList {
  #limit = PAGE
  readonly kept: KeptList<File>
  #shown = $state(PAGE)
  readonly rows: readonly File[] = $derived.by(() => this.kept.items.slice(0, this.#shown))
  readonly hasMore = $derived.by(() => this.kept.next !== null || this.kept.items.length > this.#shown)
  readonly #isNewestFirst: boolean

  constructor(query: Omit<FileQuery, 'before' | 'limit'>) {
    this.#isNewestFirst = query.sort === null
    this.kept = new KeptList<File>((before) => read({ ...query, before, limit: this.#limit }))
  }

  async more(): Promise<void> {
    this.#shown += PAGE
    if (this.kept.items.length < this.#shown && this.kept.next !== null) await this.kept.more()
  }

  /** Reads all that there are, without showing more. */
  async readAll(): Promise<void> {
    this.#limit = MANY
    while (this.kept.next !== null) {
      await this.kept.more()
      if (this.kept.error !== null) break
    }
    this.#limit = PAGE
  }

  /** Something has come: the newest stand first, or somewhere in another order. */
  arrived(): void {
    if (this.#isNewestFirst || !this.kept.ready) void this.kept.refresh()
    else void this.kept.load()
  }
}

/** A page with something on it, if there is anything: a request with a filter looks for a while only. */
async function read(query: FileQuery): Promise<Page<File>> {
  let page = await listFiles(query)
  while (page.items.length === 0 && page.next !== null)
    page = await listFiles({ ...query, before: page.next })
  return page
}
