/** Why the manager cannot start, in one line for people: it names the value and the remedy. Printed without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
