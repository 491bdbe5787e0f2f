import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fileTransfer } from './file-transfer.ts'
import { REFUSAL_CODES } from './refusal.ts'

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')

it('tells of every reason, option and preset', () => {
  const { options, presets } = fileTransfer
  const words = [...REFUSAL_CODES, ...Object.keys(options.properties)].map((word) => `\`${word}\``)
  const untold = [...words, ...presets.map(({ title }) => `| ${title} |`)].filter(
    (word) => !readme.includes(word),
  )
  expect(untold).toEqual([])
})
