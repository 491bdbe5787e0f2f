import type * as Filter from '@switchboard/filter'
import { backoff } from '../../live/backoff.ts'

let language: Promise<typeof Filter> | undefined

/** The filter language, whose code comes when it is first asked for. While the manager is away it is tried again. */
export function filterLanguage(): Promise<typeof Filter> {
  return (language ??= arriving())
}

async function arriving(): Promise<typeof Filter> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await import('@switchboard/filter')
    } catch {
      await new Promise((resolve) => setTimeout(resolve, backoff(attempt)))
    }
  }
}
