import type { Preset, Protocol } from '@switchboard/contract'
import { expect, test } from 'vitest'
import type { ServiceDraft } from '../../forms/service-draft.ts'
import { withPreset } from './preset.ts'

const protocol = {
  options: {
    properties: {
      replies: { enum: ['one', 'many'], default: 'one' },
      separator: { type: 'string', default: ' ' },
    },
  },
} as unknown as Protocol
const row = { host: '127.0.0.1', port: 9000, path: '' }
const draft: ServiceDraft = {
  settings: {},
  listen: [
    { ...row, transport: 'tcp' },
    { ...row, transport: 'udp' },
  ],
  options: { replies: 'one', separator: '+' },
}
const preset: Preset = {
  ...{ id: 'd', title: 'D', summary: '', transport: 'udp', example: [] },
  options: { replies: 'many' },
}

test('a preset sets its options, leaves the rest at their defaults and keeps its transport', () => {
  const { listen, options } = withPreset(draft, preset, protocol)
  expect(options).toEqual({ replies: 'many', separator: ' ' })
  expect(listen).toEqual([{ ...row, transport: 'udp' }])
})

test('no preset changes nothing', () => {
  expect(withPreset(draft, null, protocol)).toBe(draft)
})
