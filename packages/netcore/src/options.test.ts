import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { Framing } from './framing/framing.ts'
import { resolveOptions } from './options.ts'

const schema = Type.Object(
  {
    framing: Framing,
    replies: Type.Enum(['one', 'many'], { default: 'many' }),
    zone: Type.Union([Type.Enum(['UTC', 'local']), Type.Null()], { default: null }),
    count: Type.Integer({ minimum: 1, default: 1 }),
  },
  { additionalProperties: false },
)

describe('resolveOptions', () => {
  it('fills in every default', () => {
    expect(resolveOptions(schema, {})).toEqual({
      options: { framing: { kind: 'raw', maxBytes: 65_536 }, replies: 'many', zone: null, count: 1 },
      problems: [],
    })
  })

  it.each([
    { kind: 'lines', maxBytes: 65_536 },
    { kind: 'length-prefixed', bytes: 4, endian: 'big', maxBytes: 65_536 },
    { kind: 'fixed', bytes: 16 },
  ])('fills in the defaults of the kind $kind', (framing) => {
    expect(resolveOptions(schema, { framing: { kind: framing.kind } }).options).toMatchObject({ framing })
  })

  it.each([
    [{ count: 0 }, '/options/count', 'is 0; it must be >= 1'],
    [{ framing: { kind: 'lines', maxBytes: 0 } }, '/options/framing/maxBytes', 'is 0; it must be >= 1'],
    [
      { framing: { kind: 'words' } },
      '/options/framing/kind',
      'is "words"; allowed: raw, lines, length-prefixed, fixed',
    ],
    [{ framing: { kind: 'length-prefixed', bytes: 3 } }, '/options/framing/bytes', 'is 3; allowed: 1, 2, 4'],
    [
      { framing: { kind: 'fixed', maxBytes: 9 } },
      '/options/framing/maxBytes',
      'is not an option of this protocol; remove it',
    ],
    [{ framing: {} }, '/options/framing/kind', 'is missing'],
    [{ framing: 'lines' }, '/options/framing', 'is "lines"; it must be object'],
    [{ zone: 'here' }, '/options/zone', 'is "here"; allowed: UTC, local'],
    [{ colour: 'red' }, '/options/colour', 'is not an option of this protocol; remove it'],
  ])('tells what is wrong with %j', (given, path, message) => {
    expect(resolveOptions(schema, given).problems).toEqual([{ path, message }])
  })
})
