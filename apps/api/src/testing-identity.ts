import type { Problem, Session } from '@switchboard/contract'
import { NOBODY, type TestManager } from './testing.ts'

export const PASSWORD = 'four random words'

/** A browser with its cookies, as far as sessions need one. */
export class TestBrowser {
  readonly cookies = new Map<string, string>()
  readonly #manager: TestManager

  constructor(manager: TestManager) {
    this.#manager = manager
  }

  /** What it sends to say who is calling, from which page. */
  get headers(): Record<string, string> {
    const origin = this.#manager.url
    return {
      ...NOBODY,
      origin,
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    }
  }

  async call<Answer = Problem>(method: string, path: string, body?: unknown) {
    const answer = await this.#manager.call<Answer>(method, path, body, this.headers)
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }

  signIn(username: string, password = PASSWORD, code?: string) {
    return this.call<Session & Problem>('POST', '/session', { username, password, ...(code && { code }) })
  }

  /** The status of a request that every user may make. */
  async status(): Promise<number> {
    return (await this.call('GET', '/session')).status
  }
}
