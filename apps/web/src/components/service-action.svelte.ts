import type { Service } from '@switchboard/contract'
import { restartService, startService, stopService } from '../api/services.ts'
import { STATE_WORDS, withinSentence } from '../format/words.ts'

export type ActionKind = 'start' | 'stop' | 'restart'

const calls = { start: startService, stop: stopService, restart: restartService }
const UP = new Set<Service['state']>(['running', 'degraded'])
const MOVING = new Set<Service['state']>(['starting', 'draining'])

/** Whether the service is up or on its way: then it can be stopped, otherwise started. */
export const canStop = (service: Service) => !['stopped', 'failed'].includes(service.state)

/** Why an action is not possible now, or null when it is. */
export function refusal(service: Service, kind: ActionKind): string | null {
  if (kind === 'stop' && service.state === 'starting') return null
  if (MOVING.has(service.state)) return `The service is ${withinSentence(STATE_WORDS[service.state])}`
  if (kind === 'restart' && !UP.has(service.state)) return 'The service is not running'
  return null
}

export const performAction = (kind: ActionKind, id: string) => calls[kind](id)

/** One action at a time on one service, with its error until the next one. */
export class ServiceAction {
  busy = $state<ActionKind | null>(null)
  error = $state.raw<unknown>(null)

  async run(kind: ActionKind, id: string): Promise<void> {
    if (this.busy !== null) return
    this.busy = kind
    this.error = null
    try {
      await performAction(kind, id)
    } catch (error) {
      this.error = error
    }
    this.busy = null
  }
}
