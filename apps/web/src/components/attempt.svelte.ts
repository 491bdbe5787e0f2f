/** What somebody asked for: whether it is under way, and why the last try failed. */
export class Attempt {
  busy = $state(false)
  error = $state.raw<unknown>(null)

  /** Answers whether it worked. */
  async run(call: () => Promise<unknown>): Promise<boolean> {
    this.busy = true
    this.error = null
    try {
      await call()
    } catch (error) {
      this.error = error
    }
    this.busy = false
    return this.error === null
  }
}
