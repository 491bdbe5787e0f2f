import { parseFilter } from '@switchboard/filter'
import { expect, it } from 'vitest'
import type { Finding } from './rows.ts'
import { append } from './testing/append.ts'
import { connection, entryAbout, file } from './testing/rows.ts'
import { temporaryStore } from './testing/temporary-store.ts'

const SERVICES = ['svc_1', 'svc_2', 'svc_3']

/** Nine of each: the services take turns. */
async function filledStore() {
  const store = await temporaryStore()
  const rows = Array.from({ length: 9 }, (_, at) => ({ id: `${at}`, serviceId: SERVICES[at % 3] ?? '' }))
  await append(
    store,
    rows.map((row) => entryAbout(connection(row))),
  )
  for (const row of rows)
    await store.files.create(file({ ...row, diskName: row.id, name: row.id }), 'version')
  return store
}

function finding(text: string): Finding {
  const { filter } = parseFilter(text, { subject: 'journal' })
  if (!filter) throw new Error(text)
  return { filter, services: [], now: Date.now() }
}

const serviceIds = ['svc_1', 'svc_3']

it('lists pages of the services in scope, full and in order, in both directions', async () => {
  const { journal, connections, files } = await filledStore()
  const seqs = async (query: object) =>
    (await journal.list({ limit: 4, serviceIds, ...query })).map(({ seq }) => seq)
  expect(await seqs({})).toEqual([9, 7, 6, 4])
  expect(await seqs({ before: 4 })).toEqual([3, 1])
  expect(await seqs({ after: 1 })).toEqual([3, 4, 6, 7])
  expect(await seqs({ serviceId: 'svc_3' })).toEqual([9, 6, 3])
  expect(await seqs({ serviceId: 'svc_2' })).toEqual([])
  expect(await seqs({ serviceIds: [] })).toEqual([])

  const ids = async (query: object) =>
    (await connections.list({ limit: 4, serviceIds, ...query })).map(({ id }) => id)
  expect(await ids({})).toEqual(['8', '6', '5', '3'])
  expect(await ids({ after: '0' })).toEqual(['2', '3', '5', '6'])
  expect((await files.list({ limit: 4, serviceIds })).map(({ id }) => id)).toEqual(['8', '6', '5', '3'])
})

it('finds and counts only what is in scope', async () => {
  const { journal, connections } = await filledStore()
  for (const text of ['', 'ev:connection.opened', 'svc:echo-lab', 'id:svc_2 OR ev:connection.*']) {
    const query = { ...finding(text), serviceIds }
    const { rows } = await journal.find({ limit: 9, ...query })
    expect(rows.map(({ seq }) => seq)).toEqual([9, 7, 6, 4, 3, 1])
    expect(await journal.count(query)).toEqual({ count: 6, isExact: true })
    expect((await journal.find({ limit: 9, ...query, serviceIds: [] })).rows).toEqual([])
  }
  const open = await connections.find({ limit: 3, ...finding('state:open'), serviceIds })
  expect(open).toMatchObject({ rows: [{ id: '8' }, { id: '6' }, { id: '5' }], next: '5' })
  const count = await connections.count({ ...finding('state:open'), serviceIds })
  expect(count).toEqual({ count: 6, isExact: true })
})
