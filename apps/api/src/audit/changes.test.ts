import { expect, test } from 'vitest'
import { asGiven, changesBetween, masked } from './changes.ts'

test('what differs is told field by field, one level deep', () => {
  const before = { name: 'a', limits: { maxConnections: 5, idleTimeoutMs: null }, tags: ['x'] }
  const after = { name: 'a', limits: { maxConnections: 9, idleTimeoutMs: null }, tags: ['y'] }
  expect(changesBetween(before, after, {})).toEqual([
    { field: 'limits.maxConnections', before: 5, after: 9 },
    { field: 'tags', before: ['x'], after: ['y'] },
  ])
  expect(changesBetween({ name: 'a' }, null, null)).toEqual([{ field: 'name', before: 'a', after: null }])
})

test('secrets are told to have changed, and never what they are', () => {
  const given = {
    challenge: { secrets: [{ name: 'lab', secret: 'hush' }] },
    password: 'hush',
    role: 'viewer',
  }
  const settings = { challenge: { secrets: [{ name: 'lab', secret: null }] }, role: 'viewer' }
  const changes = changesBetween(settings, settings, given)
  expect(changes).toEqual([
    { field: 'challenge.secrets', before: '•••', after: '•••' },
    { field: 'password', before: '•••', after: '•••' },
  ])
  expect(JSON.stringify([masked(given), asGiven(given)])).not.toContain('hush')
  expect(masked({ secrets: [{ name: 'lab', secret: null }] })).toEqual({
    secrets: [{ name: 'lab', secret: null }],
  })
})

test('a row has a bound, and says what it leaves out', () => {
  const long = asGiven({ description: 'x'.repeat(5000) })
  expect(long[0]?.after).toMatch(/^"x{1999}… \(5002 characters\)$/)
  const many = asGiven(
    Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, 'x'.repeat(1900)])),
  )
  expect(JSON.stringify(many).length).toBeLessThan(64 * 1024)
  expect(many.at(-1)).toEqual({ field: '…', before: null, after: expect.stringMatching(/^\d+ more$/) })
})
