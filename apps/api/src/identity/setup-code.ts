import { timingSafeEqual } from 'node:crypto'
import { newReadableCode, plainCode } from './readable-code.ts'
import { hashOf } from './secret.ts'

/** 120 bits: it needs no end but that of the process. */
const GROUPS = 6

/** Who has read it in the log may make the first user. A new one with each start. */
export class SetupCode {
  readonly text = newReadableCode(GROUPS)

  /** In constant time; case, dashes and blanks do not matter. */
  matches(candidate: string): boolean {
    return timingSafeEqual(digest(candidate), digest(this.text))
  }
}

const digest = (code: string) => Buffer.from(hashOf(plainCode(code)))
