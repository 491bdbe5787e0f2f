import type { File } from '@switchboard/contract'
import { visible } from './visible.ts'

/** How to save a file that a stranger has named: in this folder, nothing hidden, and no option of another program. */
export function localName({ id, name }: Pick<File, 'id' | 'name'>): string {
  const plain = visible(name)
    .replaceAll(/[\\/:]/g, '_')
    .replace(/^[.-]+/, '')
  return plain === '' ? id : plain
}
