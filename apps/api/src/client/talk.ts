import { LONGEST_TALK_MS, type ClientSendResult, type ClientTls } from '@switchboard/contract'
import { datagramLine } from './datagram-line.ts'
import type { Check } from './expectation.ts'
import { NO_ENDS, type Ending, type Line } from './line.ts'
import { streamLine } from './stream-line.ts'
import type { Target } from './target.ts'
import { Transcript } from './transcript.ts'

/** What to say. Times are milliseconds. */
export type Talk = {
  messages: { bytes: Buffer; delayMs: number }[]
  halfClose: boolean
  waitMs: number
  /** Hang up once so much has come. */
  maxBytes: number
  tls: ClientTls | false
  check: Check | null
}

/** Talks to `target` as a client would, for 30 s at most; `signal` hangs up. */
export async function talk(target: Target, said: Talk, signal: AbortSignal): Promise<ClientSendResult> {
  const transcript = new Transcript(said.maxBytes)
  const over = Promise.withResolvers<Ending>()
  const clock = new Clock(() => over.resolve({ endedBy: 'timeout', error: null }))
  const hangUp = () => over.resolve({ endedBy: 'client', error: null })
  let connected: Connected = { ...NO_ENDS, connectedAfterMs: null }
  const dial = target.transport === 'udp' ? datagramLine : streamLine
  const line = dial(target, said.tls, {
    ready() {
      connected = { ...line.ends(), connectedAfterMs: transcript.now() }
      void speak(line, said, { transcript, clock })
    },
    heard(bytes) {
      if (!transcript.heard(bytes)) hangUp()
    },
    ended: over.resolve,
  })
  signal.addEventListener('abort', hangUp)
  if (signal.aborted) hangUp()
  const ending = await over.promise
  const durationMs = transcript.now()
  signal.removeEventListener('abort', hangUp)
  clock.stop()
  line.hangUp()
  const { sent, received } = transcript
  const assertion = said.check?.(transcript.all()) ?? null
  return { transport: target.transport, ...connected, sent, received, ...ending, durationMs, assertion }
}

type Connected = ReturnType<Line['ends']> & Pick<ClientSendResult, 'connectedAfterMs'>

/** Says one message after the other, and then lets the clock decide. */
async function speak(
  line: Line,
  said: Talk,
  { transcript, clock }: { transcript: Transcript; clock: Clock },
): Promise<void> {
  for (const { bytes, delayMs } of said.messages) {
    if (delayMs > 0) await clock.wait(delayMs)
    await line.say(bytes)
    transcript.said(bytes)
  }
  if (said.halfClose) line.halfClose()
  clock.endAfter(said.waitMs)
}

/** The times of a talk, which all end with it. */
class Clock {
  readonly #end: () => void
  readonly #timers = new Set<NodeJS.Timeout>()
  #isStopped = false

  constructor(end: () => void) {
    this.#end = end
    this.#after(LONGEST_TALK_MS, end)
  }

  /** Never resolves once the clock has stopped. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#after(ms, resolve))
  }

  endAfter(ms: number): void {
    this.#after(ms, this.#end)
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#timers) clearTimeout(timer)
  }

  #after(ms: number, act: () => void): void {
    if (!this.#isStopped) this.#timers.add(setTimeout(act, ms))
  }
}
