/** What a reader follows, until it ends it or is gone. */
export type Subscription = { end(): void }
