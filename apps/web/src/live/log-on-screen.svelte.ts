/** What a log shows now. `fresh`: entries that came since it was paused. `gap`: it follows, and lacks entries. */
export type LogView =
  { kind: 'following' } | { kind: 'gap' } | { kind: 'paused'; fresh: number } | { kind: 'history' }

export type ShownLog = {
  readonly view: LogView
  /** Goes back to the latest entries. */
  follow: () => void
  /** Goes to where entries are missing. */
  showGap: () => void
}

/** The log of the screen that is open, of which the stream chip tells; null where a screen has none. */
class LogOnScreen {
  log = $state.raw<ShownLog | null>(null)

  /** Returns how to take it off again. */
  show(log: ShownLog): () => void {
    this.log = log
    return () => {
      if (this.log === log) this.log = null
    }
  }
}

export const logOnScreen = new LogOnScreen()
