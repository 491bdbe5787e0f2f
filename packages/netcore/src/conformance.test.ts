import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../fixtures/catalogue.ts'
import { conformanceOf } from './conformance.ts'
import type { Protocol } from './protocol.ts'

const snippets = { nc: 'nc {host} {port}', python: '{host} {port}', node: '{host} {port}' }
const echo = { ...protocol('echo'), snippets }

/** Titles of the cases that a protocol does not meet. */
async function failures(candidate: Protocol): Promise<string[]> {
  const outcomes = conformanceOf(candidate).map(({ title, run }) =>
    run().then(
      () => [],
      () => [title],
    ),
  )
  return (await Promise.all(outcomes)).flat()
}

function protocol(id: string): Protocol {
  const found = catalogue.get(id)
  if (!found) throw new Error(`There is no fixture ${id}.`)
  return found
}

describe('the conformance suite', () => {
  it.each(conformanceOf(echo))('lets echo pass: $title', async ({ run }) => run())

  it('finds a handler that outlives its peer', async () => {
    const found = await failures({ ...protocol('stall'), snippets, transports: ['tcp'] })
    expect(found).toContain('tcp: ends with a peer that is reset')
    expect(found).toContain('tcp: ends with a peer that says nothing')
  })

  it('finds a timer left behind', async () => {
    const forgetful: Protocol = {
      ...echo,
      transports: ['tcp'],
      serve: async () => void setTimeout(() => undefined, 10_000).ref(),
    }
    expect(await failures(forgetful)).toContain('tcp: ends when it is killed')
  })

  it('finds options without defaults, options nobody knows, and bad presets', async () => {
    const sloppy: Protocol = {
      ...echo,
      options: Type.Object({ colour: Type.String() }),
      presets: [{ id: 'red', title: 'Red', summary: '', transport: 'tcp', options: { colour: 1 } }],
      serve: async () => undefined,
    }
    expect(await failures(sloppy)).toEqual(
      expect.arrayContaining(['has a default for every option', 'has presets that are valid options']),
    )
  })

  it('finds snippets that do not say where to connect', async () => {
    expect(await failures(protocol('echo'))).toEqual(['says what it is'])
  })
})
