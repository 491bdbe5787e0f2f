import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { Service } from '@switchboard/contract'
import type { Manager } from '../support/manager.ts'
import { sha256, upload } from '../support/upload.ts'
import { oneEcho } from './crowd.ts'

const LARGEST_FILE = 300_000

/** What was acknowledged, and so has to be there whatever happens afterwards. */
export type Acknowledged = {
  /** SHA-256 of files. */
  files: Set<string>
  /** The newest description of a service. */
  edit: number
}

/** Connections one after the other, each with one echo; until nobody listens any more. */
export async function callOnAndOn(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    if ((await oneEcho(socket)) === 'refused') return
    socket.end()
  }
}

/** Somebody who talks on one connection, until it is cut. */
export async function talkOnAndOn(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  const timer = setInterval(() => socket.write('hello operator\n'), 5)
  socket.on('error', () => undefined) // 'close' follows
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(timer)
}

/** Uploads one after the other, until the service is gone; notes the SHA-256 of those that were acknowledged. */
export async function uploadOnAndOn(port: number, acknowledged: Set<string>): Promise<void> {
  for (;;) {
    const bytes = randomBytes(Math.floor(Math.random() * LARGEST_FILE))
    const { status } = await upload(port, 'on and on', bytes)
    if (status !== 'ok') return
    acknowledged.add(sha256(bytes))
  }
}

/** Changes the description of a service, to ever higher numbers; until the manager is gone. */
export async function editOnAndOn(
  { rest }: Manager,
  { id }: Service,
  acknowledged: Acknowledged,
): Promise<void> {
  for (let edit = acknowledged.edit + 1; ; edit++) {
    const answer = await rest.patch(`/services/${id}`, { description: String(edit) }).catch(() => null)
    if (answer?.status !== 200) return
    acknowledged.edit = edit
  }
}
