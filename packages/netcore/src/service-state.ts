/** What is true of a service now; what the user asked for is its desired state. */
export type ServiceState = 'stopped' | 'starting' | 'running' | 'degraded' | 'draining' | 'backoff' | 'failed'

/** Every legal move. A move that is not here is a mistake in our own code. */
const MOVES: Record<ServiceState, readonly ServiceState[]> = {
  stopped: ['starting'],
  starting: ['running', 'degraded', 'failed', 'backoff', 'stopped'],
  running: ['draining', 'backoff', 'degraded', 'failed'],
  degraded: ['draining', 'backoff', 'running', 'failed'],
  draining: ['stopped'],
  backoff: ['starting', 'stopped', 'failed'],
  failed: ['starting', 'stopped'],
}

/** Whether a service may go from one state to the other. */
export const isLegalMove = (from: ServiceState, to: ServiceState): boolean => MOVES[from].includes(to)

/** Whether listeners are bound in this state. */
export const isListening = (state: ServiceState): boolean => state === 'running' || state === 'degraded'
