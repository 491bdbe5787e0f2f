/** What a protocol asks of the manager, and where the question comes from. */
export type Question = {
  engineId: number
  serviceId: string
  /** What it is about, for example `files.reserve`. */
  topic: string
  /** A plain value. */
  body: unknown
}

/** Answers a question with a plain value. Throws HostRefusal to refuse; anything else thrown is a fault. */
export type Answerer = (question: Question) => Promise<unknown>

/** The manager's considered no to a question; the protocol decides what that means to its peer. */
export class HostRefusal extends Error {
  override readonly name = 'HostRefusal'
  /** For programs, for example `quota-reached`. */
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** An answer on its way between processes, where errors would lose their fields. */
export type Answer = { ok: true; value: unknown } | { ok: false; code: string; message: string }

/** The outcome of a question; an error that is no HostRefusal is a fault, and thrown. */
export async function asAnswer(work: Promise<unknown>): Promise<Answer> {
  try {
    return { ok: true, value: await work }
  } catch (error) {
    if (!(error instanceof HostRefusal)) throw error
    return { ok: false, code: error.code, message: error.message }
  }
}

/** The value, or the refusal thrown again. */
export function unwrapAnswer(answer: Answer): unknown {
  if (answer.ok) return answer.value
  throw new HostRefusal(answer.code, answer.message)
}
