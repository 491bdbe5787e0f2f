import { EventEmitter } from 'node:events'
import type { Caller } from '../access/caller.ts'

/** Who did it and from where. `caller` is null where nobody was signed in yet. */
export type Doer = { caller: Caller | null; address: string }

export type IdentityEventType =
  | 'setup.completed'
  | 'session.started'
  | 'session.refused'
  | 'session.ended'
  | 'password.changed'
  | 'second-factor.enabled'
  | 'second-factor.disabled'
  | 'recovery-code.used'
  | 'user.created'
  | 'user.updated'
  | 'user.deleted'
  | 'token.created'
  | 'token.deleted'

/** Something that concerns who may do what. `before` and `after` are as the API presents them: no secrets. */
export type IdentityEvent = Doer & {
  type: IdentityEventType
  /** What it is about: a user, a token or a session. */
  subject: { id: string | null; name: string }
  before?: object
  after?: object
}

/** The one place where they all pass, after they were saved: whoever keeps a record listens here. */
export class IdentityEvents extends EventEmitter<{ event: [IdentityEvent] }> {
  tell(event: IdentityEvent): void {
    this.emit('event', event)
  }
}
