import type { Service } from '@switchboard/contract'
import { chown } from 'node:fs/promises'
import { expect } from 'vitest'
import { findProgram } from '../../scripts/setup/find-program.js'
import { managerCommand } from '../support/manager.ts'
import { echoOn, tcp } from '../support/services.ts'
import { temporaryFolder } from '../support/story.ts'
import { row } from './fault.ts'
import { inMs, timed } from './measure.ts'
import { openScene } from './scene.ts'

/** The user `nobody`, who may nothing. */
const NOBODY = 65_534

row(
  { row: 2, what: 'port 80 without the right', expected: 'address-not-permitted, with a remedy' },
  async (context) => {
    const setpriv = findProgram('setpriv')
    const isRoot = process.getuid?.() === 0
    if (isRoot && !setpriv) return context.skip('root, and no setpriv to become somebody else')
    const become =
      isRoot && setpriv ? [setpriv, `--reuid=${NOBODY}`, '--clear-groups', '--inh-caps=-all'] : []
    const dataDir = await temporaryFolder()
    if (isRoot) await chown(dataDir, NOBODY, NOBODY)
    const { rest, unharmed } = await openScene({ dataDir, command: [...become, ...managerCommand] })
    const attempt = () =>
      rest.post<Service>('/services', { ...echoOn(tcp(80)), name: 'low', desired: 'running' })
    const { ms, value } = await timed(attempt)
    if (value.body.state === 'running') return context.skip('here everybody may listen on port 80')
    expect(value.body.stateReason).toMatchObject({
      code: 'address-not-permitted',
      message: expect.stringContaining('choose a higher port'),
    })
    await unharmed()
    return `${inMs(ms)} to the error`
  },
)
