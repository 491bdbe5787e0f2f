import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { Framing } from './framing/framing.ts'
import { resolveOptions } from './options.ts'

const schema = Type.Object(
  {
    framing: Framing,
    replies: Type.Enum(['one', 'many'], { default: 'many' }),
    count: Type.Integer({ minimum: 1, default: 1 }),
  },
  { additionalProperties: false },
)

describe('resolveOptions', () => {
  it('fills in every default', () => {
    expect(resolveOptions(schema, {})).toEqual({
      options: { framing: { kind: 'raw', maxBytes: 65_536 }, replies: 'many', count: 1 },
      problems: [],
    })
  })

  it('fills in the defaults of the kind that was chosen', () => {
    expect(resolveOptions(schema, { framing: { kind: 'lines' } }).options).toMatchObject({
      framing: { kind: 'lines', maxBytes: 65_536 },
    })
  })

  it.each([
    [{ count: 0 }, '/options/count', 'is 0; it must be >= 1'],
    [{ framing: { kind: 'lines', maxBytes: 0 } }, '/options/framing/maxBytes', 'is 0; it must be >= 1'],
    [{ framing: { kind: 'words' } }, '/options/framing/kind', 'is "words"; allowed: raw, lines'],
    [{ colour: 'red' }, '/options/colour', 'is not an option of this protocol; remove it'],
  ])('tells what is wrong with %j', (given, path, message) => {
    expect(resolveOptions(schema, given).problems).toEqual([{ path, message }])
  })
})
