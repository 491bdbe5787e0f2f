// A process for capture.test.ts: appends without end and says the ordinal of every chunk that was acknowledged.

import { openStore } from '../open-store.ts'
import { captureBatch } from './capture-batch.ts'

const [path] = process.argv.slice(2)
const store = await openStore({ url: `file:${path}` })

for (let ordinal = 0; ; ordinal++) {
  const bytes = `chunk ${ordinal}`
  if (await store.capture.append(captureBatch('con_1', [{ ordinal, bytes }])))
    process.stdout.write(`${ordinal}\n`)
}
