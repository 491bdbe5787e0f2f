import { expect, it } from 'vitest'
import { parseCoreList } from './cores.ts'

it.each([
  ['0', [0]],
  ['0-3', [0, 1, 2, 3]],
  ['1,4-5,9', [1, 4, 5, 9]],
  ['', []],
])('the kernel writes "%s" for the cores %j', (list, cores) => expect(parseCoreList(list)).toEqual(cores))
