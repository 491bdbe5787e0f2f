/** An answer of the API; `Body` is what the caller expects of the contract's types. */
export type Answer<Body> = { status: number; body: Body }

/** The REST API of one manager, called as any other client would. Paths begin after `/api/v1`. */
export class Rest {
  readonly #base: string

  constructor(url: string) {
    this.#base = `${url}/api/v1`
  }

  get<Body>(path: string): Promise<Answer<Body>> {
    return this.#call('GET', path)
  }

  post<Body>(path: string, body?: unknown): Promise<Answer<Body>> {
    return this.#call('POST', path, body)
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
    const response = await fetch(this.#base + path, { method, ...json })
    const text = await response.text()
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body }
  }
}
