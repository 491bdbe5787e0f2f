import type { File, Page } from '@switchboard/contract'
import type { Manager } from '../support/manager.ts'

/** Every file on record. */
export async function filesIn({ rest }: Pick<Manager, 'rest'>): Promise<File[]> {
  const files: File[] = []
  for (let before = ''; ;) {
    const { body } = await rest.get<Page<File>>(`/files?limit=500${before}`)
    files.push(...body.items)
    if (body.next === null) return files
    before = `&before=${body.next}`
  }
}
