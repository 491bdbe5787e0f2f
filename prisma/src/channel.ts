import { createBirpc, type BirpcReturn } from 'birpc'
import { StoreError, type StoreErrorCode } from './store-error.ts'

/** Either end of a worker thread: `Worker` or `parentPort`. */
export type Port = {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
}

type Message = { e?: unknown }
type PackedError = { code: StoreErrorCode; message: string }

/** An append may wait for a disk as long as that takes; a dead thread ends all calls. */
const NO_TIMEOUT = -1

/** Calls the functions of the other end of a port and offers own ones. */
export function openChannel<Remote extends object, Local extends object>(
  port: Port,
  local: Local,
): BirpcReturn<Remote, Local> {
  return createBirpc<Remote, Local>(local, {
    post: (message) => port.postMessage(message),
    on: (receive) => void port.on('message', receive),
    serialize: pack,
    deserialize: unpack,
    timeout: NO_TIMEOUT,
  })
}

/** Structured clone would strip an error of its code. */
function pack(message: Message): Message {
  if (!(message.e instanceof StoreError)) return message
  const { code, message: text } = message.e
  return { ...message, e: { code, message: text } satisfies PackedError }
}

function unpack(message: Message): Message {
  if (message.e === undefined || message.e instanceof Error) return message
  const { code, message: text } = message.e as PackedError
  return { ...message, e: new StoreError(code, text) }
}
