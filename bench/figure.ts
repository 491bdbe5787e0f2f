/** Every figure a table can show: the head of its column, and how many decimals are worth printing. */
export const FIGURES = {
  perSecond: { head: 'per s', decimals: 0 },
  p50Us: { head: 'p50 µs', decimals: 0 },
  p99Us: { head: 'p99 µs', decimals: 0 },
  serverCpuUs: { head: 'server CPU µs/op', decimals: 1 },
  managerCpuUs: { head: 'manager CPU µs/op', decimals: 1 },
  loadCpuUs: { head: 'client CPU µs/op', decimals: 1 },
  loadBusy: { head: 'client busy %', decimals: 0 },
  lostPercent: { head: 'lost %', decimals: 2 },
  failed: { head: 'failed', decimals: 0 },
  serverBytes: { head: 'server KB each', decimals: 1, divisor: 1000 },
  managerBytes: { head: 'manager KB each', decimals: 1, divisor: 1000 },
  held: { head: 'held', decimals: 0 },
  requestsPerSecond: { head: 'requests/s', decimals: 0 },
  servicesP50Ms: { head: 'services p50 ms', decimals: 1 },
  servicesP99Ms: { head: 'services p99 ms', decimals: 1 },
  connectionsP50Ms: { head: 'connections p50 ms', decimals: 1 },
  connectionsP99Ms: { head: 'connections p99 ms', decimals: 1 },
  floodPerSecond: { head: 'flood per s', decimals: 0 },
  megabytesPerSecond: { head: '1 GiB: MB/s', decimals: 0 },
  cpuMsPerGigabyte: { head: 'server CPU ms/GB', decimals: 0 },
  growthBytes: { head: 'MB above idle', decimals: 1, divisor: 1_000_000 },
  crowdMegabytesPerSecond: { head: '100 at once: MB/s', decimals: 0 },
  startP50Ms: { head: 'p50 ms', decimals: 1 },
  startP99Ms: { head: 'p99 ms', decimals: 1 },
} as const satisfies Record<string, { head: string; decimals: number; divisor?: number }>

export type Figure = keyof typeof FIGURES

/** What one round tells about one contender. */
export type Figures = Partial<Record<Figure, number>>

/** The figure as a table shows it; a dash where it was not measured. */
export function format(figure: Figure, value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–'
  const { decimals, ...rest } = FIGURES[figure]
  const shown = 'divisor' in rest ? value / rest.divisor : value
  return shown.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}
