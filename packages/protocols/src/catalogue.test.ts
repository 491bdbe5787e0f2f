import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { catalogue } from './catalogue.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const sections = read('../../../docs/protocols.md').match(/(?<=^## ).+$/gm)
const list = read('../../../README.md')

describe.each([...catalogue.keys()])('%s', (id) => {
  it('has a README that names every option', () => {
    const readme = read(`./${id}/README.md`)
    expect(readme.split('\n')[0]).toBe(`# ${id}`)
    for (const option of Object.keys(catalogue.get(id)?.options.properties ?? {}))
      expect(readme).toContain(`\`${option}\``)
  })

  it('has a section in docs/protocols.md and a line in the README', () => {
    expect(sections).toContain(id)
    expect(list).toContain(`| \`${id}\` |`)
  })
})

it.each([...catalogue.values()])('says where to read on about $id', ({ reference }) => {
  const rfc = /^RFC (\d+)/.exec(reference?.title ?? '')?.[1]
  if (rfc) expect(reference?.url).toBe(`https://www.rfc-editor.org/rfc/rfc${rfc}`)
  else expect(reference?.url).toMatch(/^https:/)
})

it.each([
  ['echo', 862],
  ['discard', 863],
  ['chargen', 864],
  ['qotd', 865],
  ['daytime', 867],
  ['time', 868],
])('%s is the one of RFC %i', (id, rfc) => {
  expect(catalogue.get(id)?.reference?.title).toBe(`RFC ${rfc}`)
})

it.each([...catalogue.values()].filter(({ transports }) => transports.includes('udp')))(
  'shows clients for UDP, where $id speaks it',
  ({ udpSnippets }) => {
    expect(udpSnippets?.python).toContain('SOCK_DGRAM')
  },
)

it('shows the protocols in one order everywhere', () => {
  const known = [...catalogue.keys()]
  expect(sections?.filter((title) => catalogue.has(title))).toEqual(known)
})
