import { execFileSync } from 'node:child_process'
import { findProgram } from '../../scripts/setup/find-program.js'
import { managerCommand } from '../support/manager.ts'

/** Where a test may not mount; the reason its row is skipped. */
export const NO_MOUNT = 'needs the right to mount (root)'

/** The command of a manager in a mount namespace of its own, after `mount` (shell); null where that is not allowed. */
export function managerAfter(mount: string): string[] | null {
  const unshare = findProgram('unshare')
  if (!unshare || !canMount(unshare)) return null
  return [unshare, '--mount', 'sh', '-c', `${mount} && exec "$0" "$@"`, ...managerCommand]
}

/** A manager whose folder is a disk of 8 MiB. */
export const managerOnSmallDisk = (folder: string) =>
  managerAfter(`mount -t tmpfs -o size=8m,mode=700 tmpfs '${folder}'`)

function canMount(unshare: string): boolean {
  try {
    execFileSync(unshare, ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
