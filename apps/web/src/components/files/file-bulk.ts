import type { File } from '@switchboard/contract'
import { deleteFile } from '../../api/files.ts'
import { isProblem } from '../../api/problem-error.ts'
import { plural } from '../../format/number.ts'
import { Bulk } from '../selection/bulk.svelte.ts'
import { BulkRun, type BulkWords } from '../selection/bulk-run.svelte.ts'

export const DELETE_WORDS: BulkWords = {
  verb: 'Delete',
  doing: 'Deleting',
  done: (count) => plural(count, ['# file deleted.', '# files deleted.']),
  failed: (count) => plural(count, ['# file could not be deleted.', '# files could not be deleted.']),
}

/** The work on many files of this screen. `ondeleted` hears of each one that is gone. */
export class FileBulk extends Bulk {
  readonly #ondeleted: (id: string) => void

  constructor(ondeleted: (id: string) => void) {
    super()
    this.#ondeleted = ondeleted
  }

  delete(chosen: readonly File[]): void {
    const run = new BulkRun({
      words: DELETE_WORDS,
      call: async ([id = '']) => {
        await deleteFile(id).catch(unlessGone)
        this.#ondeleted(id)
        return 1
      },
      hrefOf: (id) => `/files?file=${id}`,
    })
    this.start(run, chosen)
  }
}

/** Somebody else was faster: what was wanted. */
function unlessGone(error: unknown): void {
  if (!isProblem(error, 'not-found')) throw error
}
