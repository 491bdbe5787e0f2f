import type { HourSums } from '../rows.ts'

/** A second of all services together in which nothing happened. */
export const NO_TRAFFIC: HourSums = {
  ...{ serviceId: '', hour: 0, seconds: 1 },
  ...{ connections: 0, refusedConnections: 0, errors: 0, openConnections: 0 },
  ...{ bytesIn: 0, bytesOut: 0, messagesIn: 0, messagesOut: 0 },
}
