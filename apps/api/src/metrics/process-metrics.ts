import { collectDefaultMetrics, Registry } from 'prom-client'

/** What every Node process tells of itself, under the names that Prometheus' users know. One of it for the process. */
export const processMetrics = new Registry()

collectDefaultMetrics({ register: processMetrics })
