import { expect, test } from 'vitest'
import { formatTable } from './table.ts'

const columns = [
  { title: 'NAME', value: ({ name }: { name: string | null; size: number }) => name },
  { title: 'SIZE', value: ({ size }: { size: number }) => size, align: 'right' as const },
]

test('columns are as wide as what is seen, also of wide characters', () => {
  const rows = [
    { name: 'echo', size: 1 },
    { name: '世界', size: 22_222 },
    { name: null, size: 3 },
  ]
  expect(formatTable(columns, rows)).toEqual(['NAME   SIZE', 'echo      1', '世界  22222', '-         3'])
})

test('a name cannot move the cursor, and colour does not shift the columns', () => {
  const styled = columns.map((column) => ({ ...column, style: () => 'red' as const }))
  const [, line] = formatTable(styled, [{ name: '\u001b[1A\nx', size: 1 }], (_style, text) => `<${text}>`)
  expect(line).toBe('<\\x1b[1A\\nx>  <   1>')
})
