import { requestStream } from '../../api/request.ts'
import { saveFile } from '../save-file.ts'
import { RowCounter, type ExportFormat } from './row-counter.ts'

/** What is exported: a path below `/api/v1` and what narrows it. */
export type ExportSource = { path: string; query: Record<string, string | null> }

/** One export on its way into a file of the browser. */
export class ExportDownload {
  busy = $state(false)
  /** Rows that have come so far. */
  rows = $state(0)
  /** How many are to be expected; null where nobody knows. */
  about = $state<number | null>(null)
  error = $state.raw<unknown>(null)
  #abort: AbortController | null = null

  async run({ path, query }: ExportSource, format: ExportFormat): Promise<void> {
    const abort = new AbortController()
    this.#abort = abort
    Object.assign(this, { busy: true, rows: 0, about: null, error: null })
    try {
      const response = await requestStream(path, { query: { ...query, format }, signal: abort.signal })
      const about = response.headers.get('switchboard-about-rows')
      this.about = about === null ? null : Number(about)
      saveFile(await this.#collect(response, format), fileNameOf(response))
    } catch (error) {
      if (!abort.signal.aborted) this.error = error
    }
    this.busy = false
  }

  cancel(): void {
    this.#abort?.abort()
  }

  /** In blobs, which browsers move to the disk when there is much of them. */
  async #collect(response: Response, format: ExportFormat): Promise<Blob> {
    const counter = new RowCounter(format)
    const parts: Blob[] = []
    const reader = response.body?.getReader()
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done) return new Blob(parts, { type: response.headers.get('content-type') ?? '' })
      counter.take(value)
      this.rows = counter.rows
      parts.push(new Blob([value]))
    }
  }
}

function fileNameOf(response: Response): string {
  const disposition = response.headers.get('content-disposition') ?? ''
  return /filename="([^"]+)"/.exec(disposition)?.[1] ?? 'switchboard-export'
}
