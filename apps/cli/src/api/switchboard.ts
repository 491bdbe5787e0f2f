import createClient, { type Client } from 'openapi-fetch'
import type { Problem } from '@switchboard/contract'
import type { Target } from '../config/target.ts'
import type { paths } from '../generated/openapi.ts'
import { ApiFailure, Failure, Unreachable } from '../failure.ts'

/** One manager, as the command talks to it. */
export class Switchboard {
  readonly url: string
  /** Every call of the API, typed by its OpenAPI document. Answers go through `ok`. */
  readonly api: Client<paths>
  /** Say who is calling. */
  readonly headers: Record<string, string>

  constructor(target: Target) {
    this.url = target.url
    this.headers = identity(target)
    this.api = createClient<paths>({
      baseUrl: target.url,
      headers: this.headers,
      fetch: (request) => this.#reach(request),
    })
  }

  /** Something to download, as it comes; `path` begins after `/api/v1`. Throws ApiFailure. */
  async download(path: string): Promise<Response> {
    const request = new Request(`${this.url}/api/v1${path}`, { headers: this.headers })
    const response = await this.#reach(request)
    if (!response.ok) throw failureOf(response, await response.text())
    return response
  }

  async #reach(request: Request): Promise<Response> {
    try {
      return await fetch(request)
    } catch (error) {
      throw unreachable(this.url, error)
    }
  }
}

function identity({ token, session }: Target): Record<string, string> {
  if (token) return { authorization: `Bearer ${token}` }
  return session ? { cookie: session } : {}
}

type Answer<Data> = { data?: Data; error?: unknown; response: Response }

/** What was asked for. Throws ApiFailure with the problem otherwise. */
export async function ok<Data>(call: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await call.catch(brokenOff)
  if (response.ok) return data as NonNullable<Data>
  throw failureOf(response, error)
}

/** The beginning of an answer was right, the rest was not. */
function brokenOff(error: unknown): never {
  if (error instanceof Failure) throw error
  throw new Unreachable(`The answer broke off, or is not Switchboard's: ${String(error)}. Try again.`)
}

/** An answer that is no success, as a failure; `body` is what came with it, parsed or not. */
export function failureOf(response: Pick<Response, 'status' | 'statusText'>, body: unknown): Failure {
  const problem = typeof body === 'string' ? parsed(body) : body
  if (isProblem(problem)) return new ApiFailure(problem)
  return new Failure(
    `The answer is ${response.status} ${response.statusText}, which is not Switchboard's: is SWITCHBOARD_URL right?`,
  )
}

/** Why nobody answered, from what fetch or ws threw. */
export function unreachable(url: string, error: unknown): Unreachable {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'UND_ERR_HEADERS_TIMEOUT')
    return new Unreachable(
      `${url} has not answered for five minutes; what was asked goes on: see "switchboard ls".`,
    )
  const reason = code || (cause instanceof Error ? cause.message : String(cause))
  return new Unreachable(
    `No Switchboard can be reached at ${url} (${reason}): is it running, and is SWITCHBOARD_URL right?`,
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'requestId' in value
