import type { ServiceSpec } from './service-spec.ts'

/** Marked in the contract as `x-needs-restart`. */
export const RESTART_FIELDS = ['listen', 'socket', 'engines'] as const
type RestartField = (typeof RESTART_FIELDS)[number]

/** What a service keeps until it is started again. */
export type Bound = Pick<ServiceSpec, RestartField>

/** The settings that differ and that only a restart can apply. */
export function restartNeeded(wanted: Bound, bound: Bound): RestartField[] {
  return RESTART_FIELDS.filter((field) => JSON.stringify(wanted[field]) !== JSON.stringify(bound[field]))
}
