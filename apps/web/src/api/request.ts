import type { Problem } from '@switchboard/contract'
import { ProblemError, UnreachableError } from './problem-error.ts'

type Query = Record<string, string | number | null | undefined>

type Options = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  query?: Query
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

const listeners = new Set<() => void>()

/** Calls `listener` when the API asks for a sign-in. */
export function onUnauthenticated(listener: () => void): void {
  listeners.add(listener)
}

/**
 * One call of the REST API; `path` is below `/api/v1`. Resolves with the parsed body, undefined for 204.
 * Throws a ProblemError when the API refuses and an UnreachableError when it gives no answer of its own.
 */
export async function request<T>(path: string, options: Options = {}): Promise<T> {
  const response = await send(`/api/v1${path}${queryString(options.query)}`, options)
  if (response.status === 204) return undefined as T
  if (response.ok) return (await parse(response)) as T
  throw await refusal(path, response)
}

/** What was read, with the ETag for `If-Match`. */
export type Tagged<T> = { value: T; tag: string }

/** The same for what is to be changed: a change that names the tag hits only what was read. */
export async function requestTagged<T>(path: string, options: Options = {}): Promise<Tagged<T>> {
  const response = await requestStream(path, options)
  return { value: (await parse(response)) as T, tag: response.headers.get('etag') ?? '*' }
}

/** The same for a body that is read as it comes. */
export async function requestStream(path: string, options: Options = {}): Promise<Response> {
  const response = await send(`/api/v1${path}${queryString(options.query)}`, options)
  if (response.ok) return response
  throw await refusal(path, response)
}

async function refusal(path: string, response: Response): Promise<ProblemError> {
  const problem = asProblem(await parse(response), response)
  // A refusal that names a field, such as a wrong password, does not mean that nobody is signed in.
  if (response.status === 401 && path !== '/session' && !problem.errors)
    for (const listener of listeners) listener()
  return new ProblemError(problem, retryAtOf(response))
}

async function send(url: string, { method = 'GET', body, headers, signal }: Options): Promise<Response> {
  const json = body === undefined ? undefined : JSON.stringify(body)
  const type: Record<string, string> = json === undefined ? {} : { 'content-type': 'application/json' }
  try {
    return await fetch(url, {
      method,
      headers: { accept: 'application/json', ...type, ...headers },
      ...(json === undefined ? {} : { body: json }),
      ...(signal ? { signal } : {}),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw noAnswer(cause)
  }
}

async function parse(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    throw foreignAnswer(response, cause)
  }
}

/** When to come back, in milliseconds since the epoch; null when the answer does not say. */
function retryAtOf(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? NaN)
  return Number.isFinite(seconds) ? Date.now() + seconds * 1000 : null
}

function asProblem(body: unknown, response: Response): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body) return body as Problem
  throw foreignAnswer(response)
}

const noAnswer = (cause: unknown) =>
  new UnreachableError('No answer from the manager. Is it still running?', { cause })

const foreignAnswer = ({ status }: Response, cause?: unknown) =>
  new UnreachableError(`The answer (HTTP ${status}) does not come from Switchboard.`, { cause })

function queryString(query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) search.set(key, String(value))
  }
  return search.size === 0 ? '' : `?${search}`
}
