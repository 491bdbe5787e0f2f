import type { ProblemCode } from '@switchboard/contract'

/** How the command ends. Scripts may rely on them: docs/cli.md lists them. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  denied: 3,
  notFound: 4,
  conflict: 5,
  unreachable: 6,
  busy: 7,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

const BY_CODE: Partial<Record<ProblemCode, ExitCode>> = {
  'validation-failed': EXIT.usage,
  'payload-too-large': EXIT.usage,
  'rate-limited': EXIT.busy,
  overloaded: EXIT.busy,
  'store-unavailable': EXIT.busy,
}

const BY_STATUS: Record<number, ExitCode> = {
  401: EXIT.denied,
  403: EXIT.denied,
  404: EXIT.notFound,
  409: EXIT.conflict,
  412: EXIT.conflict,
}

export const exitCodeOf = ({ code, status }: { code?: ProblemCode; status: number }): ExitCode =>
  (code && BY_CODE[code]) ?? BY_STATUS[status] ?? EXIT.failed
