import type { JournalEntry, Page } from '@switchboard/contract'
import type { Rest } from '../../test/support/rest.ts'
import { percentile } from '../statistics.ts'
import { address, serviceName, words } from './history.ts'

/** Milliseconds from the request to the parsed answer. */
export type Times = { name: string; p50: number; p99: number; most: number }

const RUNS = 200
const WARM_UP_RUNS = 5

/** Paths below `/api/v1`. `newest`: when the history ends. */
function paths(newest: number): Record<string, string> {
  const find = (list: string, filter: string) => `/${list}?filter=${encodeURIComponent(filter)}`
  const minutes = Math.ceil((Date.now() - newest) / 60_000) + 10
  return {
    'newest page': '/journal',
    'newest connections': '/connections',
    "a service's page": find('journal', `svc:${serviceName(20)}`),
    'an address': find('journal', `peer:${address(200)}`),
    'a rare address': find('journal', `peer:${address(15_000)}`),
    'a network of 256': find('journal', `peer:${address(200).replace(/\d+$/, '0/24')}`),
    'connections of an address': find('connections', `peer:${address(200)}`),
    'a time range': find('journal', `last:${minutes}m`),
    'a service in a time range': find('journal', `svc:${serviceName(20)} last:${minutes}m`),
    'a frequent word': find('journal', `text:${words[3]}`),
    'a rare word': find('journal', `text:${words[4990]}`),
    'two words of a service': find('journal', `text:${words[40]} text:${words[900]} svc:${serviceName(5)}`),
  }
}

/** Asks a manager for every kind of page again and again, in turns. */
export async function measureQueries(rest: Rest): Promise<Times[]> {
  const { body } = await rest.get<Page<JournalEntry>>('/journal?limit=1&filter=ev:connection.closed')
  const asked = Object.entries(paths(Date.parse(body.items[0]?.at ?? '')))
  const times = new Map(asked.map(([name]) => [name, [] as number[]]))
  for (let run = -WARM_UP_RUNS; run < RUNS; run++) {
    for (const [name, path] of asked) {
      const began = performance.now()
      const { status } = await rest.get(path)
      if (status !== 200) throw new Error(`${path} was answered with ${status}`)
      if (run >= 0) times.get(name)?.push(performance.now() - began)
    }
  }
  return [...times].map(([name, each]) => ({
    name,
    p50: percentile(each, 0.5),
    p99: percentile(each, 0.99),
    most: Math.max(...each),
  }))
}
