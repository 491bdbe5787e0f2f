import { base64OfBytes, bytesOfBase64 } from '../../format/base64.ts'
import { EMPTY_DRAFT, EXPECTATIONS, LINE_ENDINGS, type TalkDraft } from './talk-draft.ts'

/** A talk under a name. */
export type SavedTalk = { name: string; draft: TalkDraft }

const FORMAT = 'switchboard-test-client'

/** As a file, and as the browser keeps them. */
export function writeTalks(talks: readonly SavedTalk[]): string {
  const written = talks.map(({ name, draft }) => ({
    name,
    ...draft,
    messages: draft.messages.map(({ bytes, delayMs }) => ({ base64: base64OfBytes(bytes), delayMs })),
  }))
  return JSON.stringify({ format: FORMAT, talks: written }, null, 2)
}

/** And back. Throws an Error that says what is wrong; what a talk leaves out is as in an empty one. */
export function readTalks(text: string): SavedTalk[] {
  const file: unknown = JSON.parse(text)
  if (!isRecord(file) || file['format'] !== FORMAT || !Array.isArray(file['talks'])) throw foreignFile()
  return file['talks'].map(talkOf)
}

const foreignFile = () => new Error('This file does not come from the test client.')
const emptyTalk = (number: number) => new Error(`Talk ${number} has no name or no messages.`)

function talkOf(written: unknown, index: number): SavedTalk {
  const fields = isRecord(written) ? written : {}
  const { name, messages, lineEnding, expectation } = fields
  if (typeof name !== 'string' || name === '' || !Array.isArray(messages)) throw emptyTalk(index + 1)
  const known = Object.entries(EMPTY_DRAFT).map(([key, usual]: [string, unknown]) => [
    key,
    typeof fields[key] === typeof usual ? within(key, fields[key]) : usual,
  ])
  const draft = {
    ...(Object.fromEntries(known) as TalkDraft),
    messages: messages.length > 0 ? messages.map(messageOf) : EMPTY_DRAFT.messages,
  }
  if (!Object.hasOwn(LINE_ENDINGS, String(lineEnding))) draft.lineEnding = EMPTY_DRAFT.lineEnding
  if (!EXPECTATIONS.some((kind) => kind === expectation)) draft.expectation = EMPTY_DRAFT.expectation
  return { name, draft }
}

const MOST: Record<string, number> = { repeat: 1000, pauseMs: 30_000, waitMs: 30_000 }
const LEAST: Record<string, number> = { repeat: 1 }

function within(key: string, value: unknown): unknown {
  if (typeof value !== 'number') return value
  return Math.min(MOST[key] ?? value, Math.max(LEAST[key] ?? 0, Math.floor(value)))
}

function messageOf(written: unknown): TalkDraft['messages'][number] {
  const { base64, delayMs } = isRecord(written) ? written : {}
  return {
    bytes: bytesOfBase64(typeof base64 === 'string' ? base64 : ''),
    delayMs: typeof delayMs === 'number' && delayMs >= 0 ? Math.floor(delayMs) : 0,
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
