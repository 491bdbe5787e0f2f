import type { File, FileCheck, FileUsage, Page } from '@switchboard/contract'
import { request, requestStream } from './request.ts'

const at = (id: string) => `/files/${encodeURIComponent(id)}`

export type FileQuery = {
  service?: string | null
  filter?: string | null
  /** As the API names it; null: the newest first. */
  sort?: string | null
  before?: string | null
  limit?: number
}

/** One page. */
export const listFiles = (query: FileQuery) => request<Page<File>>('/files', { query })

export const getFile = (id: string) => request<File>(at(id))

export const getFileUsage = () => request<FileUsage>('/files/usage')

export const deleteFile = (id: string) => request<undefined>(at(id), { method: 'DELETE' })

/** Where a browser downloads it. */
export const contentOf = (id: string) => `/api/v1${at(id)}/content`

/** The first bytes of a file, so many at most. */
export async function readFileStart(
  { id, bytes }: File,
  most: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const headers: Record<string, string> = bytes > most ? { range: `bytes=0-${most - 1}` } : {}
  const response = await requestStream(`${at(id)}/content`, { headers, signal })
  return new Uint8Array(await response.arrayBuffer())
}

/** Has the file on the disk hashed again; `ontold` hears how far it is. Answers the outcome. `signal` stops it. */
export async function verifyFile(
  id: string,
  ontold: (check: FileCheck) => void,
  signal: AbortSignal,
): Promise<FileCheck> {
  const { body } = await requestStream(`${at(id)}/verify`, { method: 'POST', signal })
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) throw new Error('The check ended without an outcome: try it again.')
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const check = JSON.parse(line) as FileCheck
      if (check.matches !== null) return check
      ontold(check)
    }
  }
}
