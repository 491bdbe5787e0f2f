import { expect, test } from 'vitest'
import { typedItems } from './typed-items.ts'

async function addresses(text: string): Promise<(string | undefined)[]> {
  return (await typedItems(text)).items.map(({ href }) => href && decodeURIComponent(href))
}

test.each([
  ['10.0.0.1', 'peer:10.0.0.1'],
  ['10.0.0.0/8', 'peer:10.0.0.0/8'],
  ['10.0.*', 'peer:10.0.*'],
  ['10.0.0.1:5000', 'peer:10.0.0.1 port:5000'],
  ['fe80::1', 'peer:fe80::1'],
  ['[::1]:5000', 'peer:::1 port:5000'],
])('%s leads to the connections of that peer, and to its journal', async (text, filter) => {
  expect((await addresses(text)).slice(0, 3)).toEqual([
    `/connections?q=${filter}`,
    `/connections?tab=recent&q=${filter}`,
    `/live?q=${filter}`,
  ])
})

test.each(['10.300.1.1', '12:30:45', 'echo'])('%s is no peer', async (text) => {
  expect((await addresses(text)).filter((href) => href?.startsWith('/connections'))).toEqual([])
})

test('ids of connections and numbers of entries lead to them', async () => {
  const id = 'con_01ARZ3NDEKTSV4RRFFQ69G5F'
  expect((await addresses(id))[0]).toBe(`/connections/${id}`)
  expect((await addresses('1204'))[0]).toBe('/live?seq=1204')
})

test('a filter leads to the live log, for sure where it names a field; what cannot be read does not', async () => {
  expect(await typedItems('svc:echo-* -user:admin')).toMatchObject({
    items: [{ href: `/live?q=${encodeURIComponent('svc:echo-* -user:admin')}` }],
    isSure: true,
  })
  expect(await typedItems('timeout')).toMatchObject({ items: [{ href: '/live?q=timeout' }], isSure: false })
  expect(await typedItems('svc:(')).toEqual({ items: [], isSure: false })
})
