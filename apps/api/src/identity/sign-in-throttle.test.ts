import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiError } from '../problem.ts'
import { TestManager } from '../testing.ts'
import { PASSWORD, TestBrowser } from '../testing-identity.ts'
import { SignInThrottle, type Try } from './sign-in-throttle.ts'

let manager: TestManager

beforeAll(async () => {
  manager = await TestManager.start()
  await manager.call('POST', '/users', { username: 'ada', role: 'admin', password: PASSWORD })
})
afterAll(() => manager.close())

/** A sign-in from an address of this machine, with any other headers. Answers the status. */
async function signIn(
  username: string,
  password: string,
  localAddress: string,
  headers = {},
): Promise<number> {
  const sent = request(`${manager.url}/api/v1/session`, {
    ...{ method: 'POST', localAddress, agent: false },
    headers: { 'content-type': 'application/json', ...headers },
  })
  sent.end(JSON.stringify({ username, password }))
  const [answer] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }]
  answer.resume()
  return answer.statusCode
}

/** How many of so many guesses at once were looked at. */
async function guesses(username: string, from: string[], forged = false): Promise<number> {
  const tries = from.map((address, at) =>
    signIn(username, `guess ${at} of many`, address, forged ? { 'x-forwarded-for': `203.0.113.${at}` } : {}),
  )
  const statuses = await Promise.all(tries)
  expect(new Set(statuses)).toEqual(new Set([401, 429]))
  return statuses.filter((status) => status === 401).length
}

test('row 44: guessers from one address and from many are slowed down, the user is not locked out', async () => {
  const known = new TestBrowser(manager)
  expect((await known.signIn('ada')).status).toBe(200)

  const one = Array<string>(30).fill('127.0.0.1')
  expect(await guesses('ada', one, true)).toBe(10)
  expect(await guesses('nobody', one.fill('127.0.0.2'), true)).toBe(10)
  const many = Array.from({ length: 12 }, (_, at) => Array<string>(8).fill(`127.0.1.${at}`)).flat()
  const looked = await guesses('ada', many)
  expect(looked).toBeLessThanOrEqual(12 * 3 + 30)
  expect(looked).toBeGreaterThan(12 * 3)

  // From an address that nobody guesses from; in a known browser from anywhere; and a token passes in any case.
  expect(await signIn('ada', PASSWORD, '127.0.2.1')).toBe(200)
  expect(await signIn('ada', PASSWORD, '127.0.0.1')).toBe(429)
  expect((await known.signIn('ada')).status).toBe(200)
  expect((await manager.call('GET', '/services')).status).toBe(200)
})

const attempt: Try = { username: 'ada', address: '192.0.2.1', device: null }

function isRefused(throttle: SignInThrottle, some: Partial<Try>): boolean {
  try {
    throttle.take({ ...attempt, ...some })
    return false
  } catch (error) {
    expect(error).toBeInstanceOf(ApiError)
    return true
  }
}

test('a thousand addresses have three tries each and a hundred an hour together; a /64 is one address', () => {
  const throttle = new SignInThrottle()
  let looked = 0
  for (let round = 0; round < 6; round++)
    for (let at = 0; at < 1000; at++) {
      const address = `10.0.${Math.floor(at / 250)}.${at % 250}`
      if (!isRefused(throttle, { address })) looked++
    }
  expect(looked).toBeGreaterThanOrEqual(3030)
  expect(looked).toBeLessThan(3040)
  expect(isRefused(throttle, { username: 'ben', address: '192.0.2.2' })).toBe(false)

  const hosts = Array.from({ length: 20 }, (_, at) => `2001:db8:1:1::${at}`)
  const refused = hosts.filter((address) => isRefused(throttle, { username: 'cem', address }))
  expect(refused).toHaveLength(10)
  expect(isRefused(throttle, { username: 'cem', address: '2001:db8:1:2::1' })).toBe(false)
  expect(isRefused(throttle, { username: 'cem', address: '::ffff:198.51.100.1' })).toBe(false)
})

test('a right one costs no try', () => {
  const throttle = new SignInThrottle()
  for (let at = 0; at < 100; at++) throttle.take(attempt)()
  for (let at = 0; at < 100; at++) throttle.take({ ...attempt, device: 'known' })()
  expect(isRefused(throttle, {})).toBe(false)
})
