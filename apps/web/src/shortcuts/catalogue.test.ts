import { expect, test } from 'vitest'
import { SCOPES, type Scope, type ScopeName } from './catalogue.ts'
import { capsOf, isSingleKey, nameOfPress, type Press } from './key.ts'

const keysOf = (name: ScopeName) =>
  Object.values((SCOPES[name] as Scope).shortcuts).flatMap(({ keys }) => keys)

// Escape closes what is innermost, and a screen has either a log or tables.
const together: ScopeName[][] = [
  ['everywhere', 'go', 'filter', 'export', 'cells', 'log'],
  ['everywhere', 'go', 'filter', 'export', 'cells', 'list', 'selection', 'connections'],
]

test.each(together)('no key has two meanings on a screen with %s, %s, %s …', (...names) => {
  const keys = names.flatMap(keysOf).filter((one) => one !== 'Escape')
  expect(keys.filter((one, at) => keys.indexOf(one) !== at)).toEqual([])
})

test('what begins a sequence is no shortcut by itself', () => {
  const all = (Object.keys(SCOPES) as ScopeName[]).flatMap(keysOf)
  const beginnings = all.filter((one) => one.includes(' ')).map((one) => one.split(' ')[0])
  expect(all.filter((one) => beginnings.includes(one))).toEqual([])
})

test('with Ctrl or ⌘ there is the command palette and nothing else', () => {
  const all = (Object.keys(SCOPES) as ScopeName[]).flatMap(keysOf)
  expect(all.filter((one) => /Mod|Alt/.test(one))).toEqual(['Mod+k'])
})

const press = (key: string, held: Partial<Press> = {}): Press => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
})

test.each([
  [press('j'), 'j'],
  [press('J'), 'j'],
  [press('J', { shiftKey: true }), 'J'],
  [press('?', { shiftKey: true }), '?'],
  [press(' '), 'Space'],
  [press('Delete', { shiftKey: true }), 'Shift+Delete'],
  [press('k', { ctrlKey: true }), 'Mod+k'],
  [press('k', { metaKey: true }), null],
  [press('j', { altKey: true }), null],
])('%o is %s where Ctrl is the key for commands', (pressed, name) => {
  expect(nameOfPress(pressed, false)).toBe(name)
})

test('on a Mac it is ⌘', () => {
  expect(nameOfPress(press('k', { metaKey: true }), true)).toBe('Mod+k')
  expect(nameOfPress(press('k', { ctrlKey: true }), true)).toBeNull()
  expect([capsOf('Mod+k', true), capsOf('Shift+Delete', true)]).toEqual([
    ['⌘', 'K'],
    ['Shift', 'Del'],
  ])
})

test('signs and Space are single keys; arrows, Esc and what takes Ctrl are not', () => {
  expect(['j', '?', 'g s', 'Space'].every(isSingleKey)).toBe(true)
  expect(['Mod+k', 'ArrowDown', 'Escape', 'Shift+Delete'].some(isSingleKey)).toBe(false)
})
