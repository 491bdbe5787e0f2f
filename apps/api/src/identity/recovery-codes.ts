import { newReadableCode, plainCode } from './readable-code.ts'
import { hashOf } from './secret.ts'

const COUNT = 10
/** 80 bits each. */
const GROUPS = 4

/** Ten codes to be shown once. */
export const newRecoveryCodes = (): string[] => Array.from({ length: COUNT }, () => newReadableCode(GROUPS))

/** What is kept of a code; case, dashes and blanks do not matter. */
export const recoveryHash = (code: string): string => hashOf(plainCode(code))
