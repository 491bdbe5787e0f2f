// A process for journal-writer.test.ts: appends without end and says `<first seq> <length>` of all that was acknowledged.

import { openStore } from '../open-store.ts'
import { append } from './append.ts'
import { entries } from './rows.ts'

const [path] = process.argv.slice(2)
const store = await openStore({ url: `file:${path}` })

async function appendForEver(length: number): Promise<never> {
  for (;;) {
    const first = await append(store, entries(length))
    process.stdout.write(`${first} ${length}\n`)
  }
}

await Promise.race([appendForEver(1), appendForEver(7), appendForEver(300)])
