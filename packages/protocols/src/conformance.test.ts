import { conformanceOf } from '@switchboard/netcore/conformance'
import { describe, it } from 'vitest'
import { catalogue } from './catalogue.ts'

for (const protocol of catalogue.values()) {
  describe(protocol.id, () => {
    for (const { title, run } of conformanceOf(protocol)) it(title, run)
  })
}
