import type { ClientSendInput, ClientSendResult, Endpoint, Service } from '@switchboard/contract'
import { sendAsClient } from '../../api/client.ts'
import { EMPTY_DRAFT, wholeMessages, type DraftMessage, type TalkDraft } from './talk-draft.ts'

/** A talk that is over, with what it was. */
export type PastTalk = {
  id: number
  /** ISO 8601, by this browser's clock. */
  at: string
  service: Pick<Service, 'id' | 'name'>
  endpoint: Endpoint
  said: Uint8Array[]
  result: ClientSendResult
}

const MOST_TALKS = 20

/** What is written in the test client and what came of it. It stays while other screens are looked at. */
class ClientDesk {
  draft = $state.raw<TalkDraft>(EMPTY_DRAFT)
  /** Which message is in the editor. */
  selected = $state(0)
  /** The newest first. */
  talks = $state.raw<readonly PastTalk[]>([])
  busy = $state(false)
  error = $state.raw<unknown>(null)
  #cancel: AbortController | null = null
  #count = 0

  change(changes: Partial<TalkDraft>): void {
    this.draft = { ...this.draft, ...changes }
    this.selected = Math.min(this.selected, this.draft.messages.length - 1)
  }

  changeMessage(changes: Partial<DraftMessage>): void {
    this.change({
      messages: this.draft.messages.map((message, index) =>
        index === this.selected ? { ...message, ...changes } : message,
      ),
    })
  }

  addMessage(): void {
    const { messages } = this.draft
    this.change({ messages: [...messages, { bytes: new Uint8Array(), delayMs: 0 }] })
    this.selected = messages.length
  }

  /** The last one is only emptied. */
  removeMessage(place: number): void {
    const rest = this.draft.messages.filter((_message, index) => index !== place)
    this.change({ messages: rest.length > 0 ? rest : EMPTY_DRAFT.messages })
  }

  async send(service: Service, endpoint: Endpoint, input: ClientSendInput): Promise<void> {
    const said = wholeMessages(this.draft).map(({ bytes }) => bytes)
    const at = new Date().toISOString()
    const cancel = new AbortController()
    this.#cancel = cancel
    this.busy = true
    this.error = null
    try {
      const result = await sendAsClient(input, cancel.signal)
      const { id, name } = service
      const talk = { id: this.#count++, at, service: { id, name }, endpoint, said, result }
      this.talks = [talk, ...this.talks].slice(0, MOST_TALKS)
    } catch (problem) {
      if (!cancel.signal.aborted) this.error = problem
    }
    this.busy = false
  }

  cancel(): void {
    this.#cancel?.abort()
  }

  clear(): void {
    this.talks = []
  }
}

export const desk = new ClientDesk()
