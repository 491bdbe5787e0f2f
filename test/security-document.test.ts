import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './support/manager.ts'

const promises = readFileSync(join(root, 'docs/security.md'), 'utf8')
  .split('\n## ')
  .filter((section) => section.startsWith('Promises'))
  .flatMap((section) => section.split('\n').filter((line) => /^\| (?!---|promise )/.test(line)))

test('every promise of docs/security.md names the tests that hold it, and they are there', () => {
  expect(promises.length).toBeGreaterThan(20)
  for (const line of promises) {
    const [promise, heldBy = ''] = line.split(' | ')
    const files = [...heldBy.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file)
    expect(files, promise).not.toEqual([])
    for (const file of files) {
      expect(file).toMatch(/\.(test|faults)\.ts$/)
      expect(existsSync(join(root, file)), file).toBe(true)
    }
  }
})
