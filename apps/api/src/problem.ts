import { PROBLEMS, type Problem, type ProblemCode } from '@switchboard/contract'

export type ProblemContext = Pick<Problem, 'errors' | 'address' | 'owner'>

/** An error that becomes an answer as it is. `message` says what is wrong with this request, and the remedy. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ProblemCode
  readonly context: ProblemContext
  /** Seconds after which another try makes sense. */
  readonly retryAfter: number | undefined

  constructor(code: ProblemCode, message: string, context: ProblemContext = {}, retryAfter?: number) {
    super(message)
    this.code = code
    this.context = context
    this.retryAfter = retryAfter
  }
}

/** One or more fields that are wrong; `path` is a JSON pointer. */
export function invalid(errors: NonNullable<Problem['errors']>): ApiError {
  const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
  return new ApiError('validation-failed', detail, { errors })
}

/** The body of the answer (RFC 9457). */
export function presentProblem({ code, message, context }: ApiError, requestId: string): Problem {
  const { status, title } = PROBLEMS[code]
  return {
    type: `urn:switchboard:problem:${code}`,
    title,
    status,
    detail: message,
    code,
    requestId,
    ...context,
  }
}
