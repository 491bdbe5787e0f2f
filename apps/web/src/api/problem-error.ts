import type { Problem } from '@switchboard/contract'
import { told, toldSentences } from '../language/texts.ts'

/** The API refused a request: `problem` is its RFC 9457 answer, in the reader's language. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem
  /** When it may work, in milliseconds since the epoch: of `Retry-After`. */
  readonly retryAt: number | null

  constructor(problem: Problem, retryAt: number | null = null) {
    const translated = translate(problem)
    super(translated.detail)
    this.problem = translated
    this.retryAt = retryAt
  }
}

function translate({ errors, detail, ...problem }: Problem): Problem {
  if (!errors) return { ...problem, detail: toldSentences(detail) }
  const translated = errors.map((error) => ({ ...error, message: toldSentences(error.message) }))
  const isTheirs = detail === inOneLine(errors)
  return { ...problem, errors: translated, detail: isTheirs ? inOneLine(translated) : toldSentences(detail) }
}

/** As the API puts the errors of fields into one text. */
const inOneLine = (errors: NonNullable<Problem['errors']>) =>
  errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')

/** No answer that Switchboard gave: the manager is down, or something between it and the browser failed. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

/** What an error notice shows, for any error. */
export type Failure = {
  title: string
  detail: string
  requestId: string | null
  owner: { serviceId: string; name: string } | null
}

export function describeFailure(error: unknown): Failure {
  if (error instanceof ProblemError) {
    const { title, detail, requestId, owner } = error.problem
    return { title: told(title), detail, requestId, owner: owner ?? null }
  }
  const title =
    error instanceof UnreachableError ? 'Switchboard does not answer' : 'The dashboard made a mistake'
  const detail = error instanceof Error ? error.message : String(error)
  return { title, detail, requestId: null, owner: null }
}

/** Whether the API refused with this code. */
export function isProblem(error: unknown, code: Problem['code']): error is ProblemError {
  return error instanceof ProblemError && error.problem.code === code
}

/** Whether it was the filter that could not be read: its own field says so, and where. */
export const isFilterProblem = (error: unknown): boolean =>
  error instanceof ProblemError && (error.problem.errors?.every(({ path }) => path === '/filter') ?? false)
