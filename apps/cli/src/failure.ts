import type { Problem } from '@switchboard/contract'
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts'

/** The command cannot do what was asked. `message` is for people and names the remedy. */
export class Failure extends Error {
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = EXIT.failed) {
    super(message)
    this.exitCode = exitCode
  }
}

/** The arguments, or what a file holds, make no sense. */
export class UsageFailure extends Failure {
  constructor(message: string) {
    super(message, EXIT.usage)
  }
}

/** Nobody answers at the manager's address, or not to the end. */
export class Unreachable extends Failure {
  constructor(message: string) {
    super(message, EXIT.unreachable)
  }
}

/** What the API answered instead of what was asked for. */
export class ApiFailure extends Failure {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(inWords(problem), exitCodeOf(problem))
    this.problem = problem
  }
}

function inWords({ title, detail, errors = [], requestId }: Problem): string {
  const fields = errors.map(({ path, message }) => `  ${path === '' ? '' : `${path}: `}${message}`)
  const isSaidByFields = errors.length > 0 && errors.every(({ message }) => detail.includes(message))
  return [isSaidByFields ? `${title}:` : `${title}: ${detail}`, ...fields, `(request ${requestId})`].join(
    '\n',
  )
}
