import type { Service } from '@switchboard/contract'
import { expect } from 'vitest'
import { ChallengedPeer, hmacSha256 } from '../support/challenge.ts'
import { freePort } from '../support/port.ts'
import type { Rest } from '../support/rest.ts'
import { createService, echoOn, tcp } from '../support/services.ts'
import { aManager } from '../support/story.ts'
import { row, size } from './fault.ts'
import { readJournal } from './journal.ts'

const SECRET = 'correct horse battery staple'
const COUNT = size(10, 200)
const LATE_MS = 400

row(
  {
    row: 49,
    what: `answers replayed, ${COUNT} each: same connection, others, side by side, reflected, late, after a restart`,
    expected: 'none lets anybody in, and none gets a byte',
  },
  async () => {
    const first = await aManager()
    const port = await freePort()
    const challenge = { secrets: [{ name: 'lab', secret: SECRET }], timeoutMs: 10_000 }
    const { id } = await createService(first, { ...echoOn(tcp(port)), challenge })
    const overheard = await overhear(port)

    let tried = 0
    const attack = async (answer: Answer) => {
      tried += COUNT
      expect(await gotIn(port, answer)).toBe(0)
    }
    await attack(() => overheard)
    await attack(({ challenge: sent }) => sent.toString('hex'))
    await attack(({ challenge: sent }) => hmacSha256(sent, sent))
    await attack(({ challenge: sent }) => hmacSha256('', sent))
    await attack(ofNeighbour)
    await first.rest.patch<Service>(`/services/${id}`, { challenge: { timeoutMs: LATE_MS } })
    await attack(unfinished)
    await expect.poll(() => verdicts(first.rest, id)).toEqual({ accepted: 1, rejected: tried })

    await first.stop()
    const second = await aManager({ dataDir: first.dataDir })
    const state = async () => (await second.rest.get<Service>(`/services/${id}`)).body.state
    await expect.poll(state).toBe('running')
    await attack(() => overheard)
    await expect.poll(() => verdicts(second.rest, id)).toEqual({ accepted: 1, rejected: tried })
    return `0 of ${tried} accepted`
  },
)

async function verdicts(rest: Rest, serviceId: string): Promise<{ accepted: number; rejected: number }> {
  const entries = await readJournal(rest, serviceId)
  const count = (type: string) => entries.filter((entry) => entry.type === type).length
  return { accepted: count('auth.accepted'), rejected: count('auth.rejected') }
}

/** One peer that gets in: its answer. On its own connection it is worth nothing a second time, it is only echoed. */
async function overhear(port: number): Promise<string> {
  const peer = await ChallengedPeer.connect(port)
  const digest = hmacSha256(SECRET, peer.challenge)
  peer.send(digest)
  expect(await peer.heard(5)).toBe('hello')
  peer.send(digest)
  expect(await peer.heard(5 + digest.length)).toBe(`hello${digest}`)
  peer.end()
  await peer.lastWords()
  return digest
}

type Answer = (peer: ChallengedPeer, at: number, peers: ChallengedPeer[]) => string

/** How many of the peers, all connected at once, got in or got as much as a byte. */
async function gotIn(port: number, answer: Answer): Promise<number> {
  const peers = await Promise.all(Array.from({ length: COUNT }, () => ChallengedPeer.connect(port)))
  peers.forEach((peer, at) => peer.send(answer(peer, at, peers)))
  const words = await Promise.all(peers.map((peer) => peer.lastWords()))
  return words.filter((text) => text !== '').length
}

const own: Answer = ({ challenge }) => hmacSha256(SECRET, challenge)

/** Right, but for somebody else who is connected as well. */
const ofNeighbour: Answer = (peer, at, peers) => own(peers[(at + 1) % peers.length] ?? peer, at, peers)

/** Right, but for its last sign, which does not come in time. */
const unfinished: Answer = (...peer) => own(...peer).slice(0, -1)
