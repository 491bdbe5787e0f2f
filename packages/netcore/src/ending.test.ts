import { describe, expect, it } from 'vitest'
import { Ending } from './ending.ts'

const broken = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })

describe('the reason on record', () => {
  it.each<[what: string, reason: string, error: string | null, happen: (ending: Ending) => void]>([
    ['the socket is gone without a word', 'reset', null, (ending) => ending.over(undefined, 0)],
    ['the socket breaks', 'reset', 'ECONNRESET', (ending) => ending.over(broken, 0)],
    [
      'the peer ends its side, and we ours',
      'peer-closed',
      null,
      (ending) => {
        ending.peerEnded()
        ending.ownEnded()
        ending.over(undefined, 0)
      },
    ],
    [
      'we end our side first',
      'protocol-finished',
      null,
      (ending) => {
        ending.ownEnded()
        ending.peerEnded()
        ending.over(broken, 0)
      },
    ],
    [
      'our last bytes are lost',
      'reset',
      'ECONNRESET',
      (ending) => {
        ending.ownEnded()
        ending.over(broken, 5)
      },
    ],
    [
      'our last bytes are not taken',
      'slow-peer',
      null,
      (ending) => {
        ending.ownEnded()
        ending.untaken()
        ending.over(undefined, 5)
      },
    ],
    [
      'it is cut for two reasons',
      'killed',
      null,
      (ending) => {
        ending.because('killed')
        ending.because('service-stopped')
        ending.over(broken, 0)
      },
    ],
    [
      'a last reply says what was wrong',
      'protocol-error',
      'no such file',
      (ending) => {
        ending.because('protocol-error', 'no such file')
        ending.ownEnded()
        ending.over(undefined, 0)
      },
    ],
  ])('when %s is %s', (_what, reason, error, happen) => {
    const ending = new Ending()
    happen(ending)
    expect(ending).toMatchObject({ reason, error, at: expect.any(Number) })
  })
})

it('is open in every respect before anything has happened', () => {
  expect(new Ending()).toMatchObject({
    reason: null,
    error: null,
    at: null,
    sides: { peer: null, own: null },
    blamed: undefined,
  })
})
