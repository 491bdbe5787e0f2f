import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { ReceiverRefused, type Receivers } from './receivers.ts'

/** How an attempt went: the status of the answer, null without one, and why it failed, null where it did not. */
export type Outcome = { status: number | null; error: string | null }

/** From the first step to the end of the answer, milliseconds. */
const TIMEOUT_MS = 10_000
/** Of an answer that nobody reads. */
const MOST_ANSWER_BYTES = 65_536

/** One POST, on a connection of its own, that follows no redirect. Never throws. */
export async function post(
  url: string,
  { headers, body }: { headers: Record<string, string>; body: string },
  receivers: Receivers,
): Promise<Outcome> {
  try {
    const response = await send(receivers.check(url), { headers, body }, receivers)
    await discard(response)
    return outcomeOf(response.statusCode ?? 0)
  } catch (error) {
    return { status: null, error: explain(error) }
  }
}

function send(
  url: URL,
  { headers, body }: { headers: Record<string, string>; body: string },
  receivers: Receivers,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const outgoing = request(url, {
    method: 'POST',
    agent: false,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    lookup: receivers.lookupFor(url),
    maxHeaderSize: 16_384,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  outgoing.on('response', resolve)
  outgoing.on('error', reject)
  outgoing.end(body)
  return promise
}

/** The status has told everything: what else comes is thrown away, and cut off when it is much. */
function discard(response: IncomingMessage): Promise<void> {
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > MOST_ANSWER_BYTES) response.destroy()
  })
  response.on('error', () => undefined)
  return new Promise((resolve) => void response.on('close', resolve))
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { status, error: null }
  const hint =
    status >= 300 && status < 400 ? ': redirects are not followed, enter the address it leads to' : ''
  return { status, error: `The receiver answered ${status}${hint}.` }
}

function explain(error: unknown): string {
  if (error instanceof ReceiverRefused) return `The address ${error.message}.`
  const { name, code, message } = error as NodeJS.ErrnoException
  if (name === 'TimeoutError' || name === 'AbortError')
    return `The receiver did not answer within ${TIMEOUT_MS / 1000} s.`
  return `The receiver could not be reached: ${code ?? message}.`
}
