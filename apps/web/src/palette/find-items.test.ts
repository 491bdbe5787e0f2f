import { expect, test } from 'vitest'
import { findItems } from './find-items.ts'
import type { Group, PaletteItem } from './palette-item.ts'

const item = (group: Group, words: string, more: Partial<PaletteItem> = {}): PaletteItem => ({
  ...{ id: words, group, words },
  ...more,
})

const items = [
  item('services', 'chat'),
  item('services', 'echo'),
  item('services', 'Stop echo', { onlyTyped: true }),
  item('screens', 'Services'),
  item('create', 'New service: Echo', { onlyTyped: true }),
]

const shown = (...args: Parameters<typeof findItems>) =>
  findItems(...args).map(({ group, items }) => [group, ...items.map(({ words }) => words)])

test('while nothing is typed, recent choices come first and once, and what there is too much of is left out', () => {
  expect(shown(' ', items, ['Stop echo', 'gone', 'echo'])).toEqual([
    ['recent', 'Stop echo', 'echo'],
    ['services', 'chat'],
    ['screens', 'Services'],
  ])
})

test('the group with what fits best comes first', () => {
  expect(shown('echo', items, [])).toEqual([
    ['services', 'echo', 'Stop echo'],
    ['create', 'New service: Echo'],
  ])
  expect(shown('serv', items, [])).toEqual([
    ['screens', 'Services'],
    ['create', 'New service: Echo'],
  ])
})

test('of what fits alike, the latest choice comes first', () => {
  const alike = [item('services', 'lab 1'), item('services', 'lab 2'), item('services', 'lab 3')]
  expect(shown('lab', alike, ['lab 3', 'lab 2'])).toEqual([['services', 'lab 3', 'lab 2', 'lab 1']])
})

test('what was typed for sure comes before names, what it may be after them', () => {
  const meant = [item('typed', 'Filter the live log by echo')]
  expect(shown('echo', items, [], { items: meant, isSure: false }).at(-1)?.[0]).toBe('typed')
  expect(shown('echo', items, [], { items: meant, isSure: true })[0]?.[0]).toBe('typed')
})
