import { ClientMessage } from '@switchboard/contract'
import { invalid } from '../problem.ts'
import { compileCheck } from '../validation.ts'

const check: (value: unknown) => asserts value is ClientMessage = compileCheck<ClientMessage>(ClientMessage)

/** Understands what a client says. Throws `validation-failed`, which names the field and what is allowed. */
export function parseClientMessage(value: unknown): ClientMessage {
  check(value)
  return value
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw invalid([{ path: '', message: `The message is not JSON (${reason})` }])
  }
}

/** The subscription a message is about, as far as it says so. */
export function subscriptionIdOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null
  return typeof value.id === 'string' ? value.id : null
}
