/** An answer of the API; `Body` is what the caller expects of the contract's types. */
export type Answer<Body> = { status: number; body: Body }

type Request = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }

/** The admin token of every manager that is started for tests and told no other. */
export const ADMIN_TOKEN = 'the-admin-token-of-the-stories-42'

/** The REST API of one manager, called as any other client would, by its admin. Paths begin after `/api/v1`. */
export class Rest {
  readonly #base: string
  /** What says who calls. */
  readonly headers: { authorization: string }

  constructor(url: string, token = ADMIN_TOKEN) {
    this.#base = `${url}/api/v1`
    this.headers = { authorization: `Bearer ${token}` }
  }

  /** The answer as it is. */
  async fetch(path: string, { headers, ...init }: Request = {}): Promise<Response> {
    return await fetch(this.#base + path, { ...init, headers: { ...this.headers, ...headers } })
  }

  get<Body>(path: string): Promise<Answer<Body>> {
    return this.#call('GET', path)
  }

  post<Body>(path: string, body?: unknown): Promise<Answer<Body>> {
    return this.#call('POST', path, body)
  }

  put<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.#call('PUT', path, body)
  }

  patch<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.#call('PATCH', path, body)
  }

  delete(path: string): Promise<Answer<null>> {
    return this.#call('DELETE', path)
  }

  async #call<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const json =
      body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await this.fetch(path, { method, ...json })
    const text = await response.text()
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body }
  }
}
